import * as t from 'io-ts';

import type { Broken } from './broken';
import {
  isoDate,
  list,
  nullable,
  oneOf,
  optional,
  strictObject,
  text,
  withDefault,
} from './codecs';

/** The newest so many events of a space are kept. */
export const KEPT_EVENTS = 10_000;
/** The most that one request answers, newest first. */
export const LISTED_EVENTS = 1_000;

export const eventKinds = ['deploy', 'other'] as const;

const orNull = <A>(codec: t.Type<A>) => withDefault(nullable(codec), null);

const eventProps = {
  time: isoDate,
  title: text(1, 200),
  text: withDefault(text(0, 2_000), ''),
  tags: withDefault(list(text(1, 100), 0, 20), []),
  kind: withDefault(oneOf(eventKinds), 'other'),
  /** The entity it is about; null for all. */
  entity: orNull(text(1, 3_000)),
  /** The detector it is about, with which it is deleted; null for all of the space. */
  detectorId: orNull(text(1, 100)),
};

/** Something that happened, such as a deploy: shown beside the data. It changes nothing about what is found. */
export const eventBody = strictObject('Event', eventProps);
export type EventBody = t.TypeOf<typeof eventBody>;

export const eventCodec = t.type({
  ...eventProps,
  id: t.string,
  createdAt: isoDate,
  createdBy: nullable(t.string),
});
export type DetectorEvent = t.TypeOf<typeof eventCodec>;

export const eventParams = strictObject('EventParams', { eventId: text(1, 100) });

export const eventsQuery = strictObject('EventsQuery', {
  from: isoDate,
  to: isoDate,
  /** Only those of this detector, or of none. */
  detectorId: optional(text(1, 100)),
});
export type EventsQuery = t.TypeOf<typeof eventsQuery>;

export interface EventsResponse {
  /** Newest first. */
  events: DetectorEvent[];
  /** How many there are in all; at most `LISTED_EVENTS` of them are listed. */
  total: number;
  /** Events that could not be read. */
  broken: Broken[];
}
