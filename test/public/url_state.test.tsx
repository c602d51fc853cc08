import { readUrlState, writeUrlState } from '../../public/app/use_url_state';

describe('what is looked at, in the address', () => {
  it('is the last day when nothing is said', () => {
    expect(readUrlState('')).toEqual({
      entity: undefined,
      from: 'now-24h',
      to: 'now',
    });
  });

  it('comes back as it was written, whatever the entity is called', () => {
    const state = {
      entity: 'checkout | GET /pay?a=b&c=ü',
      from: 'now-7d/d',
      to: '2026-03-01T00:00:00.000Z',
      severity: 'major',
      sort: 'score',
      only: 'entity,alarming',
    };

    expect(readUrlState(writeUrlState('', state))).toEqual(state);
  });

  it('leaves other parameters alone and drops what is not chosen', () => {
    const search = writeUrlState('?foo=1&entity=checkout', { from: 'now-1h', to: 'now' });

    expect(search).toBe('?foo=1&from=now-1h&to=now');
  });

  it('takes an instant in any form of ISO 8601', () => {
    expect(readUrlState('?from=2015-05-17T00:00:00Z').from).toBe('2015-05-17T00:00:00.000Z');
  });
});
