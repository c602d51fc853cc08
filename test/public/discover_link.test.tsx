import { discoverParamsOf } from '../../public/app/discover_link';
import { aRecord, aSettings } from './builders/detector';

const paramsOf = (values: Record<string, string>, changed = {}) =>
  discoverParamsOf(aSettings(changed), aRecord({ entity_values: values }));

describe('the logs behind a record', () => {
  it('are those of its bucket and the one before and after', () => {
    expect(paramsOf({ 'service.name': 'checkout' })).toEqual({
      dataViewSpec: { title: 'api-logs-*', timeFieldName: '@timestamp' },
      timeRange: { from: '2026-03-01T10:00:00.000Z', to: '2026-03-01T10:15:00.000Z' },
      query: { language: 'kuery', query: 'service.name: "checkout"' },
    });
  });

  it('are of every entity field', () => {
    const { query } = paramsOf({ 'service.name': 'checkout', 'url.path': '/pay' });

    expect(query.query).toBe('service.name: "checkout" and url.path: "/pay"');
  });

  it.each([
    ['a quote', 'say "hi"', '"say \\"hi\\""'],
    ['a backslash', 'C:\\logs\\', '"C:\\\\logs\\\\"'],
    ['what KQL knows as words and signs', '* or not (a: b)', '"* or not (a: b)"'],
    ['a line break', 'a\nb', '"a\\nb"'],
  ])('are found when the value holds %s', (_, value, quoted) => {
    expect(paramsOf({ service: value }).query.query).toBe(`service: ${quoted}`);
  });

  it('are found when the field name holds signs of KQL', () => {
    expect(paramsOf({ 'my field:1': 'a' }).query.query).toBe('my\\ field\\:1: "a"');
  });

  it("keep to the detector's filter", () => {
    const { query } = paramsOf(
      { 'service.name': 'checkout' },
      { filter: { language: 'kuery', query: 'env: prod or env: test' } }
    );

    expect(query.query).toBe('(env: prod or env: test) and service.name: "checkout"');
  });

  it("are asked for in Lucene's syntax when the filter is", () => {
    const { query } = paramsOf(
      { 'service.name': 'a "b"' },
      { filter: { language: 'lucene', query: 'env:prod' } }
    );

    expect(query).toEqual({
      language: 'lucene',
      query: '(env:prod) AND service.name:"a \\"b\\""',
    });
  });
});
