import { LineIds } from '../../../standalone/command_line/line_ids';

const MINUTE_MS = 60_000;

const idsOf = (service: string, lines: string[]): string[] => {
  const ids = new LineIds(service);
  return lines.map((line) => ids.next(line, 0));
};

describe('ids of lines', () => {
  it('are the same when the log is read again', () => {
    const lines = ['a', 'b', 'a'];
    expect(idsOf('shop', lines)).toEqual(idsOf('shop', lines));
  });

  it('tell identical lines apart', () => {
    expect(new Set(idsOf('shop', ['a', 'a', 'a'])).size).toBe(3);
  });

  it('stay when lines are appended to the log', () => {
    expect(idsOf('shop', ['a', 'b', 'a', 'c', 'a']).slice(0, 3)).toEqual(
      idsOf('shop', ['a', 'b', 'a'])
    );
  });

  it('differ between services, also where name and line run together the same', () => {
    expect(idsOf('shop', ['a'])).not.toEqual(idsOf('sho', ['pa']));
    expect(idsOf('shop', ['a'])).not.toEqual(idsOf('search', ['a']));
  });

  it('follow the order of time as the bytes that Elasticsearch compares', () => {
    const ids = new LineIds('shop');
    const stored = Array.from({ length: 200 }, (_, index) =>
      Buffer.from(ids.next('line', index * 37_000 * MINUTE_MS), 'base64url')
    );
    expect(stored).toEqual([...stored].sort((one, other) => Buffer.compare(one, other)));
  });

  it('have no rest of base64, so that they are kept as bytes', () => {
    expect(idsOf('shop', ['a'])[0]).toMatch(/^[\w-]{28}$/);
  });

  it('remember the lines of the latest minutes when there are too many', () => {
    const ids = new LineIds('shop', 3);
    const first = ids.next('old', 0);
    ids.next('a', MINUTE_MS);
    ids.next('b', MINUTE_MS);
    const latest = ids.next('c', 2 * MINUTE_MS);
    expect(ids.next('c', 2 * MINUTE_MS)).not.toBe(latest);
    expect(ids.next('old', 0)).toBe(first);
  });
});
