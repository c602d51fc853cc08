import { isLeft } from 'fp-ts/lib/Either';

import { isoDate, timeZone as timeZoneCodec } from '../../common/codecs';
import { confine, type Confinement, confinements } from '../../server/traffic/confinement';
import { drawServices } from '../../server/traffic/draw_services';
import { type Incident, type IncidentKind, incidentKinds } from '../../server/traffic/incidents';
import { planIncidents, usualKinds } from '../../server/traffic/plan_incidents';
import { type ServiceProfile } from '../../server/traffic/service_profile';
import { CommandError } from './command_error';
import { readInjections, requireKind } from './injected_incident';
import { readNumber } from './number_argument';
import { readLength } from './time_argument';

export interface GenerateOptions {
  index: string;
  es?: string;
  esCa?: string;
  seed: string;
  services: string;
  weeks?: string;
  days?: string;
  until?: string;
  rate: string;
  timeZone: string;
  incidents?: string;
  confine?: string;
  live?: boolean;
  for?: string;
  inject?: string[];
  labels?: string;
  json?: boolean;
}

/** What is to be generated. */
export interface GeneratePlan {
  seed: number;
  services: readonly ServiceProfile[];
  from: Date;
  /** where the past ends, and what goes on as time does begins */
  to: Date;
  /** until when it goes on as time does; absent where it does not */
  liveUntil?: Date;
  timeZone: string;
  rate: number;
  incidents: Incident[];
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const USUAL_DAYS = 21;
/** The last day that a date can be. */
const FOREVER = new Date(8.64e15);

/** @throws CommandError which says what is wrong with what was asked for */
export function planGeneration(options: GenerateOptions, now: Date): GeneratePlan {
  const { timeZone } = options;
  const seed = readNumber('--seed', options.seed, { from: 0, to: Number.MAX_SAFE_INTEGER });
  const rate = readNumber('--rate', options.rate, { from: 0.01, to: 1_000, whole: false });
  const count = readNumber('--services', options.services, { from: 1, to: 500 });
  const services = drawServices(count, seed);
  if (isLeft(timeZoneCodec.decode(timeZone))) {
    throw new CommandError(
      `--time-zone is "${timeZone}": give an IANA time zone, such as "Europe/Berlin" or "UTC".`
    );
  }
  const to = readUntil(options, now);
  const from = new Date(to.getTime() - readDays(options) * DAY_MS);
  const planned = planPast({ seed, from, to, timeZone, services }, options);
  const injected = readInjections(options.inject ?? [], services, to);
  if (injected.length > 0 && !options.live) {
    throw new CommandError('--inject is for traffic that goes on as time does: give --live too.');
  }
  if (options.for !== undefined && !options.live) {
    throw new CommandError('--for says how long --live goes on: give --live too.');
  }
  const liveUntil = options.for
    ? new Date(to.getTime() + readLength(options.for, '--for'))
    : FOREVER;
  return {
    seed,
    services,
    from,
    to,
    ...(options.live && { liveUntil }),
    timeZone,
    rate,
    incidents: [...planned, ...injected],
  };
}

function planPast(
  past: {
    seed: number;
    from: Date;
    to: Date;
    timeZone: string;
    services: readonly ServiceProfile[];
  },
  options: GenerateOptions
): Incident[] {
  const confinement = readConfinement(options.confine);
  const kinds = readKinds(options.incidents, past.from < past.to);
  let planned: Incident[];
  try {
    planned = planIncidents({ ...past, kinds });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`${error.message} "--incidents none" leaves them away.`);
  }
  return confinement ? planned.map((incident) => confine(incident, confinement, past)) : planned;
}

function readKinds(text: string | undefined, hasPast: boolean): readonly IncidentKind[] {
  if (text === undefined) return hasPast ? usualKinds : [];
  if (text === 'none') return [];
  if (text === 'all') return incidentKinds;
  return text.split(',').map((name) => requireKind(name.trim(), '--incidents'));
}

function readDays({ weeks, days, live }: GenerateOptions): number {
  if (weeks !== undefined && days !== undefined) {
    throw new CommandError('--weeks and --days both say how long the traffic lasts: give one.');
  }
  if (weeks !== undefined) return 7 * readNumber('--weeks', weeks, { from: 1, to: 104 });
  if (days === undefined) return USUAL_DAYS;
  // Only what goes on may begin now.
  return readNumber('--days', days, { from: live ? 0 : 1, to: 728 });
}

function readConfinement(text: string | undefined): Confinement | undefined {
  const found = confinements.find((confinement) => confinement === text);
  if (text === undefined || found) return found;
  throw new CommandError(`--confine is "${text}": give one of ${confinements.join(', ')}.`);
}

function readUntil({ until, live }: GenerateOptions, now: Date): Date {
  if (until === undefined) return now;
  if (live) {
    throw new CommandError(
      '--live goes on from now: leave --until away, or give --for how long it goes on.'
    );
  }
  if (isLeft(isoDate.decode(until))) {
    throw new CommandError(
      `--until is "${until}": give a time in ISO 8601 with its offset, such as "2026-03-14T09:26:53Z".`
    );
  }
  return new Date(until);
}
