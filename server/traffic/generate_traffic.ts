import { createHash } from 'node:crypto';

import { type Incident } from './incidents';
import { clockOf } from '../detection/local_time';
import { type IdentifiedDocument } from './log_document';
import { hashOf, Random } from './random';
import { OngoingIncident } from './ongoing_incident';
import { makeRequest } from './request';
import { type ServiceProfile, shopServices } from './service_profile';
import { TrafficRhythm } from './traffic_rhythm';

/** The traffic is drawn a minute at a time. */
const STEP_MS = 60_000;

export interface TrafficOptions {
  seed: number;
  from: Date;
  /** exclusive */
  to: Date;
  services?: readonly ServiceProfile[];
  /** IANA; where the days and weeks of the traffic begin */
  timeZone?: string;
  /** none by default; see `planIncidents` */
  incidents?: readonly Incident[];
  /** times the profiles' number of requests */
  rate?: number;
}

interface TimedDocument extends IdentifiedDocument {
  timeMs: number;
}

/**
 * Access logs of services, in the order of time. Every minute of every service is drawn by itself, from the seed: the
 * same options give the same documents and ids, and ranges that overlap give the same documents where they do.
 * @throws RangeError when `timeZone` is no time zone
 */
export function* generateTraffic({
  seed,
  from,
  to,
  services = shopServices,
  timeZone = 'UTC',
  incidents = [],
  rate = 1,
}: TrafficOptions): Generator<IdentifiedDocument, void, undefined> {
  const clock = clockOf(timeZone);
  const sources = services.map(
    (service) =>
      new ServiceTraffic(
        seed,
        service,
        new TrafficRhythm(service, clock, seed),
        incidents.filter((incident) => incident.service === service.name),
        rate
      )
  );
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  for (let step = Math.floor(fromMs / STEP_MS); step * STEP_MS < toMs; step++) {
    const documents = sources.flatMap((source) => source.ofStep(step));
    documents.sort((one, other) => one.timeMs - other.timeMs);
    for (const { timeMs, id, document } of documents) {
      if (timeMs >= fromMs && timeMs < toMs) yield { id, document };
    }
  }
}

class ServiceTraffic {
  private readonly key: number;
  private readonly incidents: readonly OngoingIncident[];

  constructor(
    private readonly seed: number,
    private readonly service: ServiceProfile,
    private readonly rhythm: TrafficRhythm,
    incidents: readonly Incident[],
    private readonly rate: number
  ) {
    this.key = hashOf(seed, service.name, 'requests');
    this.incidents = incidents.map((incident) => new OngoingIncident(incident));
  }

  ofStep(step: number): TimedDocument[] {
    const random = new Random(this.key, step);
    const chance = new Random(this.key, step, 'incident');
    const [fromMs, toMs] = [step * STEP_MS, (step + 1) * STEP_MS];
    const level = this.rhythm.level(fromMs);
    const mean = this.rate * level * this.service.requestsPerFiveMinutes * (STEP_MS / 300_000);
    const idOfStep = createHash('sha256')
      .update(JSON.stringify([this.seed, this.service.name, step]))
      .digest('base64url');
    const documents: TimedDocument[] = [];
    const make = (count: number, from: Random, added?: OngoingIncident) => {
      for (let index = 0; index < count; index++) {
        const timeMs = fromMs + from.below(STEP_MS);
        const incident = added ?? this.incidents.find((each) => each.isAt(timeMs));
        const document = makeRequest(from, chance, {
          service: this.service,
          timeMs,
          level,
          incident,
          isAdditional: added !== undefined,
        });
        // Drawn all the same: an outage takes requests away and changes none beside it.
        const id = `${idOfStep}-${added ? '+' : ''}${index}`;
        if (document) documents.push({ timeMs, id, document });
      }
    };
    make(random.poisson(mean), random);
    const more = this.incidents.find(
      (incident) => incident.volume > 1 && incident.isWithin(fromMs, toMs)
    );
    if (more) {
      const additional = new Random(this.key, step, 'additional');
      make(additional.poisson(mean * (more.volume - 1)), additional, more);
    }
    return documents;
  }
}
