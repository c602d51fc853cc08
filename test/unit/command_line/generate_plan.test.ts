import { incidentKinds } from '../../../server/traffic/incidents';
import {
  type GenerateOptions,
  planGeneration,
} from '../../../standalone/command_line/generate_plan';

// A Wednesday.
const NOW = new Date('2026-03-18T12:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const plan = (given: Partial<GenerateOptions> = {}) =>
  planGeneration(
    { index: 'logs', seed: '1', services: '4', rate: '1', timeZone: 'UTC', ...given },
    NOW
  );
const kindsOf = (given: Partial<GenerateOptions>) =>
  plan(given)
    .incidents.map(({ kind }) => kind)
    .sort();

describe('what is to be generated', () => {
  it('is three weeks up to now with three incidents, unless something else is said', () => {
    const { from, to, liveUntil, incidents, services } = plan();
    expect((to.getTime() - from.getTime()) / DAY_MS).toBe(21);
    expect(to).toEqual(NOW);
    expect(liveUntil).toBeUndefined();
    expect([incidents.length, services.length]).toEqual([3, 4]);
  });

  it('lasts so many days, or weeks', () => {
    expect(plan({ days: '5' }).from).toEqual(plan({ until: NOW.toISOString(), days: '5' }).from);
    expect(NOW.getTime() - plan({ days: '5' }).from.getTime()).toBe(5 * DAY_MS);
    expect(plan({ weeks: '1' }).from).toEqual(plan({ days: '7' }).from);
  });

  it('has the incidents that are asked for, on services that there are', () => {
    expect(kindsOf({ incidents: 'all' })).toEqual([...incidentKinds].sort());
    expect(kindsOf({ incidents: 'drop, joint' })).toEqual(['drop', 'joint']);
    expect(kindsOf({ incidents: 'none' })).toEqual([]);
    const { services, incidents } = plan({ services: '9', incidents: 'all' });
    const names = services.map(({ name }) => name);
    expect(incidents.every(({ service }) => names.includes(service))).toBe(true);
  });

  it('confines incidents, but for those that are of one endpoint anyway', () => {
    const fields = plan({ incidents: 'all', confine: 'host' }).incidents.map(
      ({ kind, confinedTo }) => [kind, confinedTo?.field] as const
    );
    for (const [kind, field] of fields) {
      expect(field).toBe(kind === 'endpoint_failure' ? 'url.path' : 'host.name');
    }
  });

  it('goes on for so long, or for good', () => {
    expect(plan({ live: true, for: '10m' }).liveUntil).toEqual(
      new Date(NOW.getTime() + 10 * MINUTE_MS)
    );
    expect(plan({ live: true }).liveUntil?.getTime()).toBeGreaterThan(
      NOW.getTime() + 10_000 * DAY_MS
    );
  });

  it('may begin now where it goes on, and has no incident in a past that there is not', () => {
    expect(plan({ days: '0', live: true })).toMatchObject({ from: NOW, to: NOW, incidents: [] });
  });

  it('has incidents injected into what goes on, now or later', () => {
    const { incidents } = plan({
      days: '0',
      live: true,
      inject: ['surge@search:10m', 'drop@checkout:1h+5m'],
    });
    expect(incidents).toEqual([
      {
        kind: 'surge',
        service: 'search',
        start: '2026-03-18T12:00:00.000Z',
        end: '2026-03-18T12:10:00.000Z',
      },
      {
        kind: 'drop',
        service: 'checkout',
        start: '2026-03-18T12:05:00.000Z',
        end: '2026-03-18T13:05:00.000Z',
      },
    ]);
  });
});
