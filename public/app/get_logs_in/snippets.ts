/** How one program is told to ship logs that a detector can read. */
export interface Snippet {
  id: string;
  /** A proper name, the same in every language. */
  name: string;
  /** Name of the file that it stands in. */
  file: string;
  language: string;
  text: string;
}

/** Without it Elasticsearch makes text of names, with a keyword below: twice the space, and longer names of fields. */
const INDEX_TEMPLATE = `PUT _index_template/api-logs
{
  "index_patterns": ["api-logs-*"],
  "template": {
    "mappings": {
      "dynamic_templates": [
        {
          "names": {
            "match_mapping_type": "string",
            "mapping": { "type": "keyword", "ignore_above": 1024 }
          }
        }
      ],
      "properties": { "@timestamp": { "type": "date" } }
    }
  }
}
`;

const FILEBEAT = `filebeat.inputs:
  - type: filestream
    id: api-logs-shop
    paths: [/var/log/nginx/access.json.log]
    parsers:
      - ndjson: { target: "", overwrite_keys: true }
    processors:
      - add_fields: { target: service, fields: { name: shop } }

setup.ilm.enabled: false
setup.template.enabled: false
output.elasticsearch:
  hosts: ["https://elasticsearch.example:9200"]
  api_key: "\${API_KEY}"
  index: api-logs-shop
`;

const ELASTIC_AGENT = `# Agents name their data streams themselves: let the detector watch logs-shop.access-*
outputs:
  default:
    type: elasticsearch
    hosts: ["https://elasticsearch.example:9200"]
    api_key: "\${API_KEY}"
inputs:
  - id: api-logs-shop
    type: filestream
    use_output: default
    streams:
      - id: api-logs-shop
        data_stream: { dataset: shop.access }
        paths: [/var/log/nginx/access.json.log]
        parsers:
          - ndjson: { target: "", overwrite_keys: true }
        processors:
          - add_fields: { target: service, fields: { name: shop } }
`;

const LOGSTASH = `input {
  file { path => "/var/log/nginx/access.log" }
}
filter {
  grok { match => { "message" => "%{COMBINEDAPACHELOG} %{NUMBER:request_time:float}" } ecs_compatibility => "v8" }
  date { match => ["timestamp", "dd/MMM/yyyy:HH:mm:ss Z"] }
  mutate { add_field => { "[service][name]" => "shop" } }
  ruby { code => "event.set('[event][duration]', (event.get('request_time').to_f * 1e9).to_i)" }
}
output {
  elasticsearch {
    hosts => ["https://elasticsearch.example:9200"]
    api_key => "\${API_KEY}"
    index => "api-logs-shop"
    action => "create"
  }
}
`;

const OPEN_TELEMETRY = `receivers:
  filelog:
    include: [/var/log/nginx/access.json.log]
    operators:
      - type: json_parser
        timestamp:
          parse_from: attributes["@timestamp"]
          layout_type: gotime
          layout: "2006-01-02T15:04:05Z07:00"
processors:
  resource:
    attributes:
      - { key: service.name, value: shop, action: upsert }
exporters:
  elasticsearch:
    endpoint: https://elasticsearch.example:9200
    api_key: \${env:API_KEY}
    logs_index: api-logs-shop
    mapping: { mode: ecs }
service:
  pipelines:
    logs: { receivers: [filelog], processors: [resource], exporters: [elasticsearch] }
`;

const NGINX = `# nginx has no nanoseconds: it gives seconds, which collect and the detector both know as "request_time".
log_format ecs_json escape=json
  '{"@timestamp":"$time_iso8601","http.request.method":"$request_method",'
  '"url.path":"$uri","http.response.status_code":$status,'
  '"http.response.body.bytes":$body_bytes_sent,"request_time":$request_time,'
  '"client.ip":"$remote_addr","user_agent.original":"$http_user_agent"}';
access_log /var/log/nginx/access.json.log ecs_json;

# without a shipper:
# anomaly-detector collect --file /var/log/nginx/access.json.log --format nginx-json --follow --service shop --index api-logs-shop
`;

const NODE = `// The file goes on with Filebeat or Elastic Agent as they stand here, without their "add_fields": the logger names the service.
import express from 'express';
import { ecsFormat } from '@elastic/ecs-pino-format';
import pino from 'pino';

const log = pino(ecsFormat({ serviceName: 'shop' }), pino.destination('/var/log/shop/access.json.log'));
const app = express();

app.use((request, response, next) => {
  const begun = process.hrtime.bigint();
  response.on('finish', () =>
    log.info({
      event: { duration: Number(process.hrtime.bigint() - begun) },
      http: { request: { method: request.method }, response: { status_code: response.statusCode } },
      // The route, not the address: its ids would make an endpoint each.
      url: { path: request.route?.path ?? 'other' },
    })
  );
  next();
});
`;

/** The programs that logs are usually shipped with. All of them name the service, the status and the response time. */
export const snippets: readonly Snippet[] = [
  {
    id: 'index_template',
    name: 'Elasticsearch',
    file: 'Dev Tools',
    language: 'json',
    text: INDEX_TEMPLATE,
  },
  { id: 'filebeat', name: 'Filebeat', file: 'filebeat.yml', language: 'yaml', text: FILEBEAT },
  {
    id: 'elastic_agent',
    name: 'Elastic Agent',
    file: 'elastic-agent.yml',
    language: 'yaml',
    text: ELASTIC_AGENT,
  },
  { id: 'logstash', name: 'Logstash', file: 'api-logs.conf', language: 'ruby', text: LOGSTASH },
  {
    id: 'open_telemetry',
    name: 'OpenTelemetry Collector',
    file: 'config.yaml',
    language: 'yaml',
    text: OPEN_TELEMETRY,
  },
  { id: 'nginx', name: 'nginx', file: 'nginx.conf', language: 'nginx', text: NGINX },
  { id: 'node', name: 'Node.js', file: 'access_log.js', language: 'javascript', text: NODE },
];
