import type { Detector } from '../../common/detector';
import { Http } from '../kibana/kibana_api';
import type { Stack } from '../kibana/stack';

const KEY_NAMES = 'Anomaly Detector:';
const HOUR_MS = 3_600_000;
const OBJECTS = '/.kibana_anomaly_detector/_search';
const NOTE_TYPE = 'anomaly-detector-granted-key';

interface Found<Source> {
  hits: { hits: Array<{ _id: string; _source: Source }> };
}

/** What the plugin has stored of detectors in a cluster with security, beside the detectors themselves. */
export class Leftovers {
  /**
   * @param stack asked as its superuser
   * @param editor somebody who may change the plugin's own indices
   */
  constructor(
    private readonly stack: Stack,
    private readonly editor: Http
  ) {}

  /** The tasks of our kinds that Task Manager holds. */
  async tasks(): Promise<string[]> {
    const query = { bool: { filter: [{ prefix: { 'task.taskType': 'anomalyDetector:' } }] } };
    const found = await this.search<object>('/.kibana_task_manager/_search', query);
    return found.map(({ _id }) => _id.replace(/^task:/, '')).sort();
  }

  /** When the run began that Task Manager takes to be under way, epoch ms; null where there is none. */
  async runningSince(taskId: string): Promise<number | null> {
    const { body } = await this.elasticsearch.request<{
      _source?: { task: { status: string; startedAt: string | null } };
    }>('GET', `/.kibana_task_manager/_doc/task:${taskId}`);
    const { status, startedAt } = body._source?.task ?? { status: 'gone', startedAt: null };
    return status === 'running' && startedAt !== null ? Date.parse(startedAt) : null;
  }

  /** Ids of the API keys of detectors that are worth something. */
  async keys(): Promise<string[]> {
    const { body } = await this.elasticsearch.request<{
      api_keys: Array<{ id: string; name: string; invalidated: boolean }>;
    }>('GET', '/_security/api_key');
    return body.api_keys
      .filter(({ name, invalidated }) => !invalidated && name.startsWith(KEY_NAMES))
      .map(({ id }) => id)
      .sort();
  }

  /** Names of the keys that are noted as granted. */
  async notes(): Promise<string[]> {
    const found = await this.search<Record<string, { keyName: string }>>(OBJECTS, {
      term: { type: NOTE_TYPE },
    });
    return found.map(({ _source }) => _source[NOTE_TYPE].keyName).sort();
  }

  /** Objects that belong to a detector under its id, of detectors that are not among these. */
  async objectsWithoutDetector(detectors: readonly Detector[]): Promise<string[]> {
    const types = ['anomaly-detector', 'anomaly-detector-status', 'anomaly-detector-key'];
    const found = await this.search<{ type: string }>(OBJECTS, { terms: { type: types } });
    const ids = new Set(detectors.map(({ id }) => id));
    return found
      .map(({ _id }) => _id)
      .filter((id) => !ids.has(id.slice(id.lastIndexOf(':') + 1)))
      .sort();
  }

  /** Lets all notes of keys be older than the time in which a key may be about to be stored. */
  async makeNotesOld(): Promise<void> {
    const grantedAt = new Date(Date.now() - HOUR_MS).toISOString();
    const found = await this.search<object>(OBJECTS, { term: { type: NOTE_TYPE } });
    for (const { _id } of found) {
      await this.editor.request(
        'POST',
        `/.kibana_anomaly_detector/_update/${encodeURIComponent(_id)}?refresh=true`,
        { body: { doc: { [NOTE_TYPE]: { grantedAt } } } }
      );
    }
  }

  private get elasticsearch(): Http {
    return new Http(this.stack.elasticsearch, this.stack.user);
  }

  private async search<Source>(path: string, query: object) {
    await this.editor.request('POST', '/.kibana_anomaly_detector/_refresh');
    const { body } = await this.elasticsearch.request<Found<Source>>('POST', path, {
      body: { query, size: 1_000 },
    });
    return body.hits.hits;
  }
}
