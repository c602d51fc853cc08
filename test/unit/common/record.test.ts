import { fromDocument, recordMappings, toDocument } from '../../../common/record';
import { severityBandOf } from '../../../common/severity';
import { record } from '../../builders/record';

describe('a record as a document', () => {
  it('comes back as it was, with the entity fields beside it', () => {
    const document = toDocument(record(), { 'service.name': 'checkout', 'url.path': '/pay' });
    expect(fromDocument('id1', document)).toEqual({
      ...record(),
      id: 'id1',
      entity_values: { 'service.name': 'checkout', 'url.path': '/pay' },
    });
  });

  it('comes back with the metrics that its detector watches', () => {
    const signals = {
      cart_value: { actual: 3, typical: 12.5, deviation: -8, contribution: 1 },
      throughput: { actual: 41, typical: 44, deviation: 0, contribution: 0 },
    };
    const document = toDocument(record({ signal: 'cart_value', signals }), {});
    expect(fromDocument('id1', document)).toMatchObject({ signal: 'cart_value', signals });
  });

  it('is flat, and every field of its own is mapped', () => {
    const document = toDocument(record(), {});
    for (const [name, value] of Object.entries(document)) {
      expect(recordMappings.properties).toHaveProperty([name]);
      expect(typeof value === 'object' && value !== null).toBe(false);
    }
  });

  it('is not seen in a document that is none', () => {
    expect(fromDocument('id1', { message: 'hello' })).toBeUndefined();
    expect(fromDocument('id1', null)).toBeUndefined();
  });
});

describe('severity', () => {
  it.each([
    [0, 'low'],
    [2.9, 'low'],
    [3, 'warning'],
    [25, 'minor'],
    [49.99, 'minor'],
    [50, 'major'],
    [75, 'critical'],
    [100, 'critical'],
  ])('of %d is %s', (score, severity) => {
    expect(severityBandOf(score).severity).toBe(severity);
  });
});
