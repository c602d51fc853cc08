import { createHash } from 'node:crypto';

import * as t from 'io-ts';

import type { Broken } from '../../common/broken';
import { DecodeError, decodeOrThrow } from '../../common/codecs';
import {
  calendarCodec,
  expectedRangeCodec,
  muteCodec,
  type QuietTimes,
} from '../../common/quiet_times';

const bound = t.union([t.number, t.null]);
const rangeCodec = t.type({ from: bound, to: bound });

/** A range of time, epoch ms; null where it has no end on that side. */
export type OpenRange = t.TypeOf<typeof rangeCodec>;

type Kind = keyof QuietTimes;

const NAMES: Record<Kind, string> = {
  expected: 'expected time',
  mutes: 'mute',
  calendars: 'calendar',
};

export type UnreadQuietTimes = Record<Kind, unknown[]>;

export interface DecodedQuietTimes {
  quietTimes: QuietTimes;
  /** Where records have not been brought up to date with them yet. */
  pending: OpenRange | null;
  /** What cannot be read, as it is stored: it is kept for whoever can. */
  unread: UnreadQuietTimes;
  /** The same for people, with the ids by which they can be removed, and the reasons. */
  broken: Broken[];
}

const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

type Names = { id?: unknown; name?: unknown };

/** By which it can be removed: its own, else one that stays the same while it does. */
export function unreadId(value: unknown): string {
  const { id } = (value ?? {}) as Names;
  if (typeof id === 'string' && id !== '') return id;
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

function nameOf(value: unknown): string {
  const { name } = (value ?? {}) as Names;
  return typeof name === 'string' ? name : unreadId(value);
}

/** Reads what is stored of a detector's quiet times; one that cannot be read is named and left out, and the others hold. */
export function decodeQuietTimes(stored: object): DecodedQuietTimes {
  const attributes = stored as Partial<Record<Kind | 'pending', unknown>>;
  const unread: Record<Kind, unknown[]> = { expected: [], mutes: [], calendars: [] };
  const broken: Broken[] = [];

  const decodeEach = <A>(kind: Kind, codec: t.Type<A, unknown>): A[] =>
    listOf(attributes[kind]).flatMap((value) => {
      try {
        return [decodeOrThrow(codec, value)];
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        unread[kind].push(value);
        const id = unreadId(value);
        const reason = `The ${NAMES[kind]} "${nameOf(value)}" cannot be read and does not hold: ${error.message}. The others do. It may have been written by another version of the plugin.`;
        broken.push({ id, reason });
        return [];
      }
    });
  const quietTimes = {
    expected: decodeEach('expected', expectedRangeCodec),
    mutes: decodeEach('mutes', muteCodec),
    calendars: decodeEach('calendars', calendarCodec),
  };
  return { quietTimes, pending: pendingOf(attributes.pending), unread, broken };
}

/** Where it cannot be told what is pending, everything is: looking at records again does no harm. */
function pendingOf(value: unknown): OpenRange | null {
  if (value === undefined || value === null) return null;
  return rangeCodec.is(value) ? value : { from: null, to: null };
}
