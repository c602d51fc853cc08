import { generateTraffic, type TrafficOptions } from '../../../server/traffic/generate_traffic';
import { confine } from '../../../server/traffic/confinement';
import {
  describeIncident,
  type Incident,
  incidentKinds,
  makeIncident,
} from '../../../server/traffic/incidents';
import { type LogDocument } from '../../../server/traffic/log_document';
import { shopServices } from '../../../server/traffic/service_profile';

const HOUR_MS = 3_600_000;
// A Wednesday.
const NOON = Date.parse('2026-03-18T12:00:00Z');

const options = (given: Partial<TrafficOptions> = {}): TrafficOptions => ({
  seed: 1,
  from: new Date(NOON),
  to: new Date(NOON + HOUR_MS),
  ...given,
});

const generate = (given?: Partial<TrafficOptions>) => [...generateTraffic(options(given))];

const documentsOf = (service: string, given?: Partial<TrafficOptions>): LogDocument[] =>
  generate(given)
    .map(({ document }) => document)
    .filter((document) => document.service.name === service);

const incident = (kind: Incident['kind'], service: string): Incident => ({
  kind,
  service,
  start: new Date(NOON).toISOString(),
  end: new Date(NOON + HOUR_MS).toISOString(),
});

const medianOf = (values: number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

const durations = (documents: LogDocument[]): number[] =>
  documents.map(({ event }) => event.duration ?? NaN);

const failedShare = (documents: LogDocument[]): number =>
  documents.filter(({ http }) => http.response.status_code >= 500).length / documents.length;

/** How many requests each hour of the day has, of a week that begins on a Monday. */
const countByHour = (service: string, timeZone: string, days: number[]): number[] => {
  const counts = Array.from({ length: 24 }, () => 0);
  for (const day of days) {
    const from = new Date(Date.parse('2026-03-16T00:00:00Z') + day * 24 * HOUR_MS);
    const to = new Date(from.getTime() + 24 * HOUR_MS);
    for (const document of documentsOf(service, { from, to, timeZone })) {
      counts[new Date(document['@timestamp']).getUTCHours()]++;
    }
  }
  return counts;
};

describe('generated traffic', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(generate()).toEqual(generate());
    expect(generate({ seed: 2 })).not.toEqual(generate());
  });

  it('is the same where ranges overlap', () => {
    const middle = new Date(NOON + HOUR_MS / 2 + 12_345);
    const parts = [...generate({ to: middle }), ...generate({ from: middle })];
    expect(parts).toEqual(generate());
  });

  it('has an id for each document', () => {
    const documents = generate();
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
  });

  it('is in the order of time, within the range', () => {
    const times = generate().map(({ document }) => Date.parse(document['@timestamp']));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times[0]).toBeGreaterThanOrEqual(NOON);
    expect(times[times.length - 1]).toBeLessThan(NOON + HOUR_MS);
  });

  it('has in a week about as many requests as the profiles say', () => {
    const from = new Date('2026-03-16T00:00:00Z');
    const to = new Date('2026-03-23T00:00:00Z');
    const counts = new Map<string, number>();
    for (const { document } of generateTraffic(options({ from, to }))) {
      counts.set(document.service.name, (counts.get(document.service.name) ?? 0) + 1);
    }
    for (const { name, requestsPerFiveMinutes } of shopServices) {
      const ratio = (counts.get(name) ?? 0) / (requestsPerFiveMinutes * 12 * 24 * 7);
      expect(ratio).toBeGreaterThan(0.95);
      expect(ratio).toBeLessThan(1.05);
    }
  });

  it('has ten times the requests at ten times the rate', () => {
    const ratio = generate({ rate: 10 }).length / generate().length;
    expect(ratio).toBeGreaterThan(9);
    expect(ratio).toBeLessThan(11);
  });

  it('has a day and a night, and quieter weekends', () => {
    const [weekday, saturday] = [2, 5].map((day) => countByHour('payments', 'UTC', [day]));
    expect(weekday[13]).toBeGreaterThan(2 * weekday[1]);
    const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
    expect(sum(saturday) / sum(weekday)).toBeCloseTo(0.6, 1);
  });

  it('follows the clock of the time zone', () => {
    // In Tokyo it is 22:00 when it is 13:00 UTC.
    const tokyo = countByHour('payments', 'Asia/Tokyo', [1, 2]);
    expect(tokyo[4]).toBeGreaterThan(2 * tokyo[16]);
  });

  it('has the fields of access logs: identifiers in what was asked for, none in the path', () => {
    const cart = documentsOf('checkout').find(({ url }) => url?.path === '/carts/{id}');
    expect(cart?.url?.original).toMatch(/^\/carts\/\d+$/);
    expect(cart).toMatchObject({
      http: { request: { method: 'GET' } },
      event: { duration: expect.any(Number) as number },
      host: { name: expect.stringMatching(/^checkout-[12]$/) as string },
      client: { ip: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) as string },
    });
  });

  it('fails seldom while nothing is wrong, and has response times with a heavy tail', () => {
    const requests = documentsOf('search', { rate: 20 });
    expect(failedShare(requests)).toBeLessThan(0.01);
    const search = requests.filter(({ url }) => url?.path === '/search');
    const times = durations(search).sort((one, other) => one - other);
    const median = times[Math.floor(times.length / 2)];
    expect(median / 1e6).toBeGreaterThan(100);
    expect(median / 1e6).toBeLessThan(150);
    expect(times[Math.floor(times.length * 0.999)]).toBeGreaterThan(6 * median);
  });

  describe('during an incident', () => {
    it('of latency: takes four times as long, and is else the same', () => {
      const normal = documentsOf('search');
      const slow = documentsOf('search', { incidents: [incident('latency_spike', 'search')] });
      expect(slow).toHaveLength(normal.length);
      expect(medianOf(durations(slow)) / medianOf(durations(normal))).toBeCloseTo(4, 5);
      expect(failedShare(slow)).toBe(failedShare(normal));
    });

    it('of errors: fails at about 30 %', () => {
      const requests = documentsOf('search', {
        rate: 10,
        incidents: [incident('server_errors', 'search')],
      });
      expect(failedShare(requests)).toBeCloseTo(0.3, 1);
    });

    it('that is an outage: stops, and goes on as if nothing had been', () => {
      const incidents = [incident('outage', 'search')];
      const to = new Date(NOON + 2 * HOUR_MS);
      expect(documentsOf('search', { to, incidents })).toEqual(
        documentsOf('search', { from: new Date(NOON + HOUR_MS), to })
      );
    });

    const during = (kind: Incident['kind'], rate = 10) =>
      documentsOf('search', { rate, incidents: [incident(kind, 'search')] });
    const usually = (rate = 10) => documentsOf('search', { rate });
    const usual = usually();
    const shareOf = (documents: LogDocument[], status: number) =>
      documents.filter(({ http }) => http.response.status_code === status).length /
      documents.length;
    const near = (value: number, expected: number) => {
      expect(value / expected).toBeGreaterThan(0.85);
      expect(value / expected).toBeLessThan(1.15);
    };

    it('of creeping latency: is as fast as ever first, and takes more than twice as long in the end', () => {
      const creeping = during('latency_creep');
      creeping.forEach(({ event, '@timestamp': time }, index) => {
        const grown = (Date.parse(time) - NOON) / HOUR_MS;
        const ratio = Number(event.duration) / Number(usual[index].event.duration);
        expect(ratio).toBeCloseTo(2.5 ** grown, 4);
      });
    });

    it('of refused sign-ins: answers 401 at about 40 %', () => {
      near(shareOf(during('auth_failures'), 401), 0.4);
    });

    it('that is a drop: has a quarter of the requests', () => {
      near(during('drop').length, usual.length / 4);
    });

    it('that is a surge: has four times the requests, each with an id of its own', () => {
      near(during('surge').length, 4 * usual.length);
      const ids = generate({ incidents: [incident('surge', 'search')] }).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('of one endpoint: fails there, and nowhere else', () => {
      const search = shopServices.find(({ name }) => name === 'search');
      if (!search) throw new Error('The shop has no search.');
      const failure = makeIncident('endpoint_failure', search, NOON, NOON + HOUR_MS);
      const requests = documentsOf('search', { rate: 10, incidents: [failure] });
      const [there, elsewhere] = [true, false].map((isThere) =>
        requests.filter(({ url }) => (url?.path === '/search') === isThere)
      );
      near(failedShare(there), 0.9);
      expect(failedShare(elsewhere)).toBeLessThan(0.02);
    });

    it('of the tail: has many more very slow requests and the usual median', () => {
      const slowest = (documents: LogDocument[]) =>
        durations(documents).sort((one, other) => one - other)[Math.floor(documents.length * 0.98)];
      const stalling = during('tail_latency');
      near(medianOf(durations(stalling)), medianOf(durations(usual)));
      expect(slowest(stalling)).toBeGreaterThan(2 * slowest(usual));
    });

    it('that is joint: is a little off in requests, response times and errors', () => {
      const joint = during('joint', 20);
      const normal = usually(20);
      near(joint.length, 1.35 * normal.length);
      near(medianOf(durations(joint)), 1.3 * medianOf(durations(normal)));
      expect(failedShare(joint)).toBeGreaterThan(2 * failedShare(normal));
    });

    it.each(incidentKinds)('of the kind %s: leaves what comes after it as it was', (kind) => {
      const to = new Date(NOON + 2 * HOUR_MS);
      const after = (documents: LogDocument[]) =>
        documents.filter((document) => Date.parse(document['@timestamp']) >= NOON + HOUR_MS);
      expect(after(documentsOf('search', { to, incidents: [incident(kind, 'search')] }))).toEqual(
        after(documentsOf('search', { to }))
      );
    });

    describe('that is confined', () => {
      const hostOf = (document: LogDocument) => document.host?.name;
      const confinedTo = (kind: Incident['kind'], to: 'host' | 'client') =>
        confine(incident(kind, 'search'), to, { seed: 1 });

      it('to a host: is its errors alone, as many in sum as elsewhere', () => {
        const errors = confinedTo('server_errors', 'host');
        const requests = documentsOf('search', { rate: 10, incidents: [errors] });
        const concerned = requests.filter(
          (document) => hostOf(document) === errors.confinedTo?.value
        );
        const others = requests.filter((document) => hostOf(document) !== errors.confinedTo?.value);
        expect(failedShare(concerned)).toBeCloseTo(0.8, 1);
        expect(failedShare(others)).toBeLessThan(0.02);
      });

      it('to a host: takes its requests away and leaves the others as they were', () => {
        const outage = confinedTo('outage', 'host');
        expect(documentsOf('search', { incidents: [outage] })).toEqual(
          documentsOf('search').filter((document) => hostOf(document) !== outage.confinedTo?.value)
        );
      });

      it('to a client: slows down its requests alone', () => {
        const latency = confinedTo('latency_spike', 'client');
        const [normal, slow] = [
          documentsOf('search'),
          documentsOf('search', { incidents: [latency] }),
        ];
        const ratios = slow.map(({ event, client }, index) => ({
          isConcerned: client?.ip === latency.confinedTo?.value,
          ratio: Number(event.duration) / Number(normal[index].event.duration),
        }));
        expect(ratios.filter(({ isConcerned }) => isConcerned).length).toBeGreaterThan(10);
        for (const { isConcerned, ratio } of ratios) {
          expect(ratio).toBeCloseTo(isConcerned ? 4 : 1, 4);
        }
      });

      it('is described so', () => {
        expect(describeIncident(confinedTo('server_errors', 'client'))).toBe(
          '80 % of the requests fail with a status of 5xx, of client.ip 192.0.2.1 alone'
        );
        expect(describeIncident(incident('outage', 'search'))).toBe('no requests at all');
      });
    });

    it('leaves the other services alone', () => {
      const incidents = [incident('outage', 'search')];
      expect(documentsOf('catalog', { incidents })).toEqual(documentsOf('catalog'));
    });
  });
});
