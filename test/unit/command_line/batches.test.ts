import { setTimeout as delay } from 'node:timers/promises';

import { inBatches } from '../../../standalone/command_line/batches';

async function* steadily(count: number, everyMs: number): AsyncGenerator<number> {
  for (let item = 0; item < count; item++) {
    yield item;
    await delay(everyMs);
  }
}

const allOf = async <T>(batches: AsyncIterable<T[]>): Promise<T[][]> => {
  const all: T[][] = [];
  for await (const batch of batches) all.push(batch);
  return all;
};

describe('items in batches', () => {
  it('are given on while others keep coming', async () => {
    const batches = await allOf(inBatches(steadily(30, 5), { most: 1_000, waitMs: 20 }));
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flat()).toEqual(Array.from({ length: 30 }, (_, item) => item));
  });

  it('are given on when there are as many as a batch holds', async () => {
    const batches = await allOf(inBatches(steadily(5, 0), { most: 2, waitMs: 60_000 }));
    expect(batches).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('end the source when nobody reads on', async () => {
    let ended = false;
    const endless = (async function* () {
      try {
        for (;;) yield await Promise.resolve(1);
      } finally {
        ended = true;
      }
    })();
    for await (const batch of inBatches(endless, { most: 3, waitMs: 1_000 })) {
      expect(batch).toHaveLength(3);
      break;
    }
    expect(ended).toBe(true);
  });
});
