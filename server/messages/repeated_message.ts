import { createHash } from 'node:crypto';

import type { MessageKind, MessageLevel } from '../../common/messages';

/** What happens again after a longer time than this is told anew. */
export const REPEAT_WITHIN_MS = 3_600_000;

/** What comes again and again as long as its cause lasts; of the others each is told by itself. */
const REPEATING: ReadonlySet<MessageKind> = new Set([
  'training_waits',
  'training_failed',
  'training_recovered',
  'scored',
  'scoring_failed',
  'scoring_recovered',
  'behind_schedule',
  'missed_range',
  'notice',
]);

/** A message as it is stored, under an id that its document has. */
export interface StoredMessage {
  document: 'message';
  detector: string;
  space: string;
  time: string;
  lastTime: string;
  count: number;
  level: MessageLevel;
  kind: string;
  text: string;
  node: string;
}

const hash = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);

/** The same but for its numbers and times. */
const sentenceOf = (text: string): string =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '#').replace(/\d+(,\d{3})*(\.\d+)?/g, '#');

/**
 * The id of a message: of one that comes again, the same but for numbers and times, and of one about a thing that has an id
 * (a run) always the same.
 */
export function messageId(
  {
    detector,
    kind,
    text,
    time,
  }: Pick<StoredMessage, 'detector' | 'text' | 'time'> & {
    kind: MessageKind;
  },
  about: string | undefined
): string {
  if (about !== undefined) return `${detector}:${hash(kind, about)}`;
  return `${detector}:${
    REPEATING.has(kind) ? hash(kind, sentenceOf(text)) : hash(kind, text, time)
  }`;
}

/**
 * What is stored when a message comes while another has its id: one that goes on counts, one that is over gives place and is
 * kept under another id.
 * @param isSame whether both are about one and the same thing, which happened once
 */
export function repeated(
  id: string,
  before: StoredMessage,
  message: StoredMessage,
  isSame: boolean
): { current: StoredMessage; past?: { id: string; message: StoredMessage } } {
  if (isSame) return { current: { ...message, time: before.time, lastTime: before.lastTime } };
  if (Date.parse(message.time) - Date.parse(before.lastTime) > REPEAT_WITHIN_MS) {
    return { current: message, past: { id: `${id}:${before.time}`, message: before } };
  }
  return { current: { ...message, time: before.time, count: before.count + 1 } };
}
