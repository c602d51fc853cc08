import { startedForTests } from './started_elasticsearch';

/** Ends the Elasticsearch that the set-up started, and removes its data. */
export default async function globalTeardown(): Promise<void> {
  const started = startedForTests();
  if (!started) return;
  await started.elasticsearch.stop();
  started.removeData();
}
