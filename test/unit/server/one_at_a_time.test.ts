import { OneAtATime } from '../../../server/one_at_a_time';

/** Work that ends when it is told to. */
function work(log: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
    return name;
  };
  return { run, end };
}

describe('work on the same thing', () => {
  it('begins when what was begun before has ended, while other things go on', async () => {
    const log: string[] = [];
    const queue = new OneAtATime();
    const [first, second, other] = ['first', 'second', 'other'].map((name) => work(log, name));
    const results = [
      queue.run('a', first.run),
      queue.run('a', second.run),
      queue.run('b', other.run),
    ];
    other.end();
    expect(await results[2]).toBe('other');
    second.end();
    first.end();
    expect(await Promise.all(results)).toEqual(['first', 'second', 'other']);
    expect(log.filter((line) => !line.startsWith('other'))).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
    ]);
  });

  it('goes on after one that failed', async () => {
    const queue = new OneAtATime();
    const failed = queue.run('a', () => Promise.reject(new Error('no')));
    const next = queue.run('a', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
