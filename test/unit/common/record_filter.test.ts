import { decodeOrThrow } from '../../../common/codecs';
import { recordFilter } from '../../../common/record_filter';

const decode = (value: unknown) => decodeOrThrow(recordFilter, value);

describe('a filter of records', () => {
  it('is read from the JSON that an address holds', () => {
    const filter = {
      bool: {
        must: [],
        filter: [
          {
            bool: { should: [{ match: { 'service.name': 'checkout' } }], minimum_should_match: 1 },
          },
          { terms: { entity: ['checkout', 'search'] } },
          { range: { record_score: { gte: 50 } } },
        ],
        should: [],
        must_not: [{ match_phrase: { signal: 'throughput' } }],
      },
    };
    expect(decode(JSON.stringify(filter))).toEqual(filter);
  });

  it.each([
    ['a script', { script: { script: 'true' } }, /without "script"/],
    [
      'a script deep within',
      { bool: { filter: [{ nested: { path: 'a', query: { script_score: {} } } }] } },
      /without "script_score"/,
    ],
    [
      'values of another index',
      { terms: { entity: { index: 'secrets', id: '1', path: 'x' } } },
      /whose "terms" are lists/,
    ],
    ['two clauses in one', { term: { a: 1 }, match: { b: 2 } }, /one clause/],
    ['an unknown part of bool', { bool: { where: [] } }, /has no "where"/],
  ])('refuses %s', (_, filter, words) => {
    expect(() => decode(JSON.stringify(filter))).toThrow(words);
  });

  it('refuses what is no JSON, is too long, or is too deep', () => {
    expect(() => decode('{')).toThrow(/as JSON/);
    expect(() => decode({ term: { entity: 'x'.repeat(8_000) } })).toThrow(/8000 characters/);
    let deep: object = { match_all: {} };
    for (let level = 0; level < 30; level++) deep = { bool: { filter: [deep] } };
    expect(() => decode(deep)).toThrow(/20 levels/);
  });
});
