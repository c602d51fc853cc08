import { generateTraffic } from '../../../server/traffic/generate_traffic';
import { paced } from '../../../standalone/command_line/paced_documents';

const NOON = Date.parse('2026-03-18T12:00:00Z');
const traffic = () =>
  generateTraffic({ seed: 1, from: new Date(NOON), to: new Date(NOON + 60_000) });

describe('documents that go on as time does', () => {
  it('come at once where their time is past', async () => {
    const come: string[] = [];
    const { signal } = new AbortController();
    for await (const { id } of paced(traffic(), () => NOON + 60_000, signal)) come.push(id);
    expect(come).toEqual([...traffic()].map(({ id }) => id));
  });

  it('wait for their time, and come no more when it is ended', async () => {
    const ended = new AbortController();
    const documents = paced(traffic(), () => NOON - 3_600_000, ended.signal);
    const first = documents.next();
    ended.abort();
    expect(await first).toMatchObject({ done: true });
  });
});
