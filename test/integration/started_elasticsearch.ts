import { type RunningElasticsearch } from '../../standalone/elasticsearch/start_elasticsearch';

interface StartedForTests {
  elasticsearch: RunningElasticsearch;
  removeData: () => void;
}

// jest loads the set-up and the teardown as modules apart; the global object is what they share.
const shared = globalThis as { startedElasticsearch?: StartedForTests };

export const keepForTeardown = (started: StartedForTests): void => {
  shared.startedElasticsearch = started;
};

export const startedForTests = (): StartedForTests | undefined => shared.startedElasticsearch;
