import * as t from 'io-ts';

import { isoDate, numberFromText, oneOf, strictObject } from './codecs';

/** How much a message matters, least first. */
export const messageLevels = ['info', 'warning', 'error'] as const;
export type MessageLevel = (typeof messageLevels)[number];

/** What a message of a detector may be about. */
export const messageKinds = [
  'created',
  'settings_changed',
  'key_changed',
  'started',
  'stopped',
  'trained',
  'training_waits',
  'training_failed',
  'training_recovered',
  'model_changed',
  'scored',
  'scoring_failed',
  'scoring_recovered',
  'behind_schedule',
  'missed_range',
  'notice',
  'run_requested',
  'run_ended',
  'run_failed',
  'records_expired',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Something that happened to a detector. What happens again within an hour is one message, with a count. */
export const messageCodec = t.type({
  id: t.string,
  /** When it happened first. */
  time: isoDate,
  /** When it happened last. */
  lastTime: isoDate,
  /** How often it happened from `time` to `lastTime`. */
  count: t.number,
  level: oneOf(messageLevels),
  /** One of `messageKinds`; a later version may know more. */
  kind: t.string,
  /** A sentence for people; of one that came again, as it was said last. */
  text: t.string,
  /** The Kibana that it happened in. */
  node: t.string,
});
export type DetectorMessage = t.TypeOf<typeof messageCodec>;

/** Of each detector so many messages are kept, and none for longer than so many days. */
export const KEPT_MESSAGES = 1_000;
export const KEPT_MESSAGE_DAYS = 90;

export const messagesQuery = strictObject('MessagesQuery', {
  /** The least level: `warning` gives warnings and errors. */
  level: t.union([oneOf(messageLevels), t.undefined]),
  page: t.union([numberFromText(1, 100, true), t.undefined]),
  size: t.union([numberFromText(1, 100, true), t.undefined]),
});
export type MessagesQuery = t.TypeOf<typeof messagesQuery>;

export interface MessagesResponse {
  total: number;
  /** The one that happened last comes first. */
  messages: DetectorMessage[];
}
