import type { estypes } from '@elastic/elasticsearch';

const keyword = { type: 'keyword', ignore_above: 1024 } as const;

/** The fields of `LogDocument`. */
export const LOG_MAPPING: estypes.MappingTypeMapping = {
  properties: {
    '@timestamp': { type: 'date' },
    service: { properties: { name: keyword } },
    event: {
      properties: {
        dataset: keyword,
        duration: { type: 'long' },
        // To be read beside the document; nobody searches it.
        original: { type: 'keyword', index: false, doc_values: false },
      },
    },
    http: {
      properties: {
        version: keyword,
        request: { properties: { method: keyword, referrer: keyword } },
        response: {
          properties: {
            status_code: { type: 'long' },
            body: { properties: { bytes: { type: 'long' } } },
          },
        },
      },
    },
    url: { properties: { path: keyword, original: keyword } },
    client: { properties: { address: keyword, ip: { type: 'ip' } } },
    user: { properties: { name: keyword } },
    user_agent: { properties: { original: keyword } },
    host: { properties: { name: keyword } },
  },
};
