import { startHostForTests, type StartedHost } from './started_host';

// jest loads the set-up and the teardown as modules apart; the global object is what they share.
export const shared = globalThis as { hostForBrowserTests?: StartedHost };

/** Gives the tests a host, named by BROWSER_HOST, and its Elasticsearch, named by BROWSER_ELASTICSEARCH. */
export default async function globalSetup(): Promise<void> {
  const host = await startHostForTests();
  shared.hostForBrowserTests = host;
  process.env.BROWSER_HOST = host.url;
  process.env.BROWSER_ELASTICSEARCH = host.elasticsearch;
}
