import { incidentKinds } from '../../../server/traffic/incidents';
import { planIncidents } from '../../../server/traffic/plan_incidents';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);

const plan = (seed: number, to = new Date('2026-03-18T12:34:56Z'), timeZone = 'UTC') =>
  planIncidents({ seed, from: new Date(to.getTime() - 3 * WEEK_MS), to, timeZone });

const localTime = (time: string, timeZone: string) => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(new Date(time));
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return { weekday: part('weekday'), hour: Number(part('hour')) + Number(part('minute')) / 60 };
};

describe('planned incidents', () => {
  it('are one of each kind, on services and days of their own', () => {
    for (const seed of SEEDS) {
      const incidents = plan(seed);
      expect(incidents.map(({ kind }) => kind).sort()).toEqual([
        'latency_spike',
        'outage',
        'server_errors',
      ]);
      expect(new Set(incidents.map(({ service }) => service)).size).toBe(3);
      expect(new Set(incidents.map(({ start }) => start.slice(0, 10))).size).toBe(3);
    }
  });

  it('last 90, 60 and 45 minutes', () => {
    const minutes = plan(1).map(({ kind, start, end }) => [
      kind,
      (Date.parse(end) - Date.parse(start)) / MINUTE_MS,
    ]);
    expect(Object.fromEntries(minutes)).toEqual({
      latency_spike: 90,
      server_errors: 60,
      outage: 45,
    });
  });

  it.each(['UTC', 'Asia/Tokyo', 'America/New_York'])(
    'are in the last week, on working days from 9:00 to 17:00 of %s',
    (timeZone) => {
      for (const seed of SEEDS) {
        // The days run through the week, so that it ends at all of them.
        const to = new Date(Date.parse('2026-03-18T12:34:56Z') + seed * 5 * 60 * MINUTE_MS);
        for (const { start, end } of plan(seed, to, timeZone)) {
          expect(Date.parse(start)).toBeGreaterThanOrEqual(to.getTime() - WEEK_MS);
          expect(Date.parse(end)).toBeLessThanOrEqual(to.getTime());
          const [begin, finish] = [start, end].map((time) => localTime(time, timeZone));
          expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(begin.weekday);
          expect(begin.hour).toBeGreaterThanOrEqual(9);
          expect(finish.hour).toBeLessThanOrEqual(17);
        }
      }
    }
  );

  it('depend on the seed alone', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(new Set(SEEDS.map((seed) => JSON.stringify(plan(seed)))).size).toBeGreaterThan(45);
  });

  it('are one of every kind where all are asked for, no two on the same service and day', () => {
    for (const seed of SEEDS) {
      const to = new Date('2026-03-18T12:34:56Z');
      const from = new Date(to.getTime() - WEEK_MS);
      const incidents = planIncidents({ seed, from, to, kinds: incidentKinds });
      expect(incidents.map(({ kind }) => kind).sort()).toEqual([...incidentKinds].sort());
      const places = incidents.map(({ service, start }) => `${service} ${start.slice(0, 10)}`);
      expect(new Set(places).size).toBe(incidentKinds.length);
    }
  });

  it('are none where none are asked for', () => {
    const to = new Date('2026-03-18T12:00:00Z');
    expect(planIncidents({ seed: 1, from: to, to, kinds: [] })).toEqual([]);
  });

  it('say so when there are too few working days', () => {
    const [saturday, monday] = ['2026-03-21', '2026-03-23'].map((day) => new Date(day));
    expect(() => planIncidents({ seed: 1, from: saturday, to: monday })).toThrow(
      'there are 4 services and 0 such days. Choose a longer time, or fewer incidents.'
    );
  });
});
