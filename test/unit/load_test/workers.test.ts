import { Workers } from '../../../standalone/load_test/workers';

describe('workers', () => {
  const work = () => {
    const ends: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const piece = () =>
      new Promise<string>((resolve) => {
        most = Math.max(most, ++running);
        ends.push(() => {
          running--;
          resolve('done');
        });
      });
    return { ends, piece, most: () => most };
  };

  const settled = () => new Promise(setImmediate);

  it('do so many pieces at a time, the others in turn', async () => {
    const { ends, piece, most } = work();
    const workers = new Workers(2, 10);
    const pieces = [1, 2, 3, 4].map(() => workers.run(piece));
    for (let ended = 0; ended < 4; ended++) {
      await settled();
      ends[ended]();
    }
    expect(await Promise.all(pieces)).toEqual(['done', 'done', 'done', 'done']);
    expect(most()).toBe(2);
  });

  it('turn away what comes when the line is full', async () => {
    const { ends, piece } = work();
    const workers = new Workers(1, 1);
    const [first, second, third] = [1, 2, 3].map(() => workers.run(piece));
    expect(await third).toBeUndefined();
    ends[0]();
    await settled();
    ends[1]();
    expect(await Promise.all([first, second])).toEqual(['done', 'done']);
  });

  it('go on after work that failed', async () => {
    const workers = new Workers(1, 1);
    await expect(workers.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await workers.run(() => Promise.resolve('done'))).toBe('done');
  });
});
