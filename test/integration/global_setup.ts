import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { resolveElasticsearch } from '../../standalone/elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../../standalone/elasticsearch/start_elasticsearch';
import { keepForTeardown } from './started_elasticsearch';

/**
 * Gives the tests a real Elasticsearch, named by TEST_ELASTICSEARCH_URL: the one of ELASTICSEARCH_URL as it is, else
 * one that runs as long as the tests do. Without any the tests fail; they are never skipped.
 */
export default async function globalSetup(): Promise<void> {
  const environment = process.env;
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const resolved = await resolveElasticsearch({ environment, report });
  if (resolved.kind === 'running') {
    process.env.TEST_ELASTICSEARCH_URL = environment.ELASTICSEARCH_URL;
    return;
  }
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-test-'));
  const removeData = () => fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  try {
    const elasticsearch = await startElasticsearch({
      home: resolved.home,
      dataDir,
      environment,
      report,
    });
    keepForTeardown({ elasticsearch, removeData });
    process.env.TEST_ELASTICSEARCH_URL = elasticsearch.url;
  } catch (error) {
    removeData();
    throw error;
  }
}
