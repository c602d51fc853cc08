import { filterToQuery } from '../../../standalone/host/saved_objects/kql_filter';

const title = (value: string) => ({ match_phrase: { 'note.title': value } });

describe('the filter of saved objects', () => {
  it('reads quoted and bare values', () => {
    expect(filterToQuery('note.attributes.title: "a \\"b\\""', 'note')).toEqual(title('a "b"'));
    expect(filterToQuery('note.attributes.rank:3', 'note')).toEqual({
      match: { 'note.rank': '3' },
    });
    expect(filterToQuery('note.attributes.rank: *', 'note')).toEqual({
      exists: { field: 'note.rank' },
    });
  });

  it('binds and closer than or, and not closest', () => {
    const filter =
      'note.attributes.title: "a" or note.attributes.title: "b" AND not note.attributes.title: "c"';
    expect(filterToQuery(filter, 'note')).toEqual({
      bool: {
        minimum_should_match: 1,
        should: [
          title('a'),
          { bool: { filter: [title('b'), { bool: { must_not: [title('c')] } }] } },
        ],
      },
    });
  });

  it('follows parentheses', () => {
    const filter =
      '(note.attributes.title: "a" or note.attributes.title: "b") and note.attributes.title: "c"';
    expect(filterToQuery(filter, 'note')).toEqual({
      bool: {
        filter: [
          { bool: { should: [title('a'), title('b')], minimum_should_match: 1 } },
          title('c'),
        ],
      },
    });
  });

  it.each([
    'title: "a"',
    'other.attributes.title: "a"',
    'note.attributes.title: ("a" or "b")',
    'note.attributes.title: "a" and',
    'note.attributes.title "a"',
    'note.attributes.title: "a',
    '(note.attributes.title: "a"',
  ])('refuses %s', (filter) => {
    expect(() => filterToQuery(filter, 'note')).toThrow(`The filter "${filter}"`);
  });
});
