import { setTimeout } from 'node:timers/promises';

import type { Detector } from '../../common/detector';

import { DetectorApi, Http } from './kibana_api';
import type { Stack } from './stack';
import { addUser, PASSWORD, removeUser } from './users';

const SPACE = 'doomed';
const EDITOR = { username: 'restricted_editor', password: PASSWORD };
const HOUR_MS = 3_600_000;

interface NotedKeys {
  hits: { hits: Array<{ _id: string }> };
}

/** Deletes a space that has detectors. */
export function itLeavesNothingOfADeletedSpace(getStack: () => Stack): void {
  const elasticsearch = () => new Http(getStack().elasticsearch, getStack().user);
  const spaces = () => new Http(getStack().kibana, getStack().user);
  const inSpace = () => new DetectorApi(getStack(), getStack().user, SPACE);

  const isInvalidated = async ({ owner }: Detector): Promise<boolean> => {
    const { body } = await elasticsearch().request<{ api_keys: Array<{ invalidated: boolean }> }>(
      'GET',
      `/_security/api_key?id=${owner.keyId}`
    );
    return body.api_keys[0].invalidated;
  };

  const hasTasks = async ({ id }: Detector): Promise<boolean> => {
    for (const kind of ['train', 'score']) {
      const { status } = await elasticsearch().request(
        'GET',
        `/.kibana_task_manager/_doc/task:anomalyDetector:${kind}:${id}`
      );
      if (status !== 404) return true;
    }
    return false;
  };

  const until = async (message: string, holds: () => Promise<boolean>) => {
    for (let second = 0; second < 240; second += 2) {
      if (await holds()) return;
      await setTimeout(2_000);
    }
    throw new Error(`waited in vain until ${message}`);
  };

  /** Lets the note of a key be older than the time in which a key may be about to be stored. */
  const makeOld = async ({ id }: Detector) => {
    const { body } = await elasticsearch().request<NotedKeys>(
      'POST',
      '/.kibana_anomaly_detector/_search',
      { body: { query: { term: { 'anomaly-detector-granted-key.detectorId': id } } } }
    );
    const [note] = body.hits.hits;
    const editor = new Http(getStack().elasticsearch, EDITOR);
    const { status } = await editor.request(
      'POST',
      `/.kibana_anomaly_detector/_update/${encodeURIComponent(note._id)}?refresh=true`,
      {
        body: {
          doc: {
            'anomaly-detector-granted-key': {
              grantedAt: new Date(Date.now() - HOUR_MS).toISOString(),
            },
          },
        },
      }
    );
    expect(status).toBe(200);
  };

  beforeAll(async () => {
    await addUser(getStack(), EDITOR.username, {
      indices: [
        {
          names: ['.kibana_anomaly_detector*'],
          privileges: ['all'],
          allow_restricted_indices: true,
        },
      ],
    });
  });

  afterAll(() => removeUser(getStack(), EDITOR.username));

  it('leaves neither task nor key of its detectors, whether they ran or not', async () => {
    await spaces().request('POST', '/api/spaces/space', { body: { id: SPACE, name: 'Doomed' } });
    const running = await inSpace().create({ name: 'Running', indexPattern: 'api-logs-doomed' });
    await inSpace().ok('POST', `/detectors/${running.id}/_start`);
    const idle = await inSpace().create({ name: 'Idle', indexPattern: 'api-logs-doomed' });
    expect(await hasTasks(running)).toBe(true);
    expect([await isInvalidated(running), await isInvalidated(idle)]).toEqual([false, false]);

    await spaces().request('DELETE', `/api/spaces/space/${SPACE}`);

    await until('the key of the running detector is worth nothing', () => isInvalidated(running));
    await until('its tasks are gone', async () => !(await hasTasks(running)));
    // Keys that nobody runs with are looked for whenever one is granted.
    await makeOld(idle);
    const here = new DetectorApi(getStack());
    const other = await here.create({ name: 'Other', indexPattern: 'api-logs-doomed' });
    await until('the key of the idle detector is worth nothing', () => isInvalidated(idle));
    expect(await isInvalidated(other)).toBe(false);
    await here.ok('DELETE', `/detectors/${other.id}`);
    expect(await isInvalidated(other)).toBe(true);
  });
}
