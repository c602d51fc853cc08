import type * as t from 'io-ts';

import { oneOf } from './codecs';

/**
 * Why a record is no alarm: somebody said that it was expected, its entity is muted, or it lies in a calendar. Where
 * several hold, the first of them is told.
 */
export const suppressions = ['expected', 'mute', 'calendar'] as const;
export const oneOfSuppressions = oneOf(suppressions);

export interface Suppression {
  by: t.TypeOf<typeof oneOfSuppressions>;
  /** The note, the reason of the mute, or the name of the calendar; may be empty. */
  reason: string;
}

/** What people said of a record. */
export const oneOfFeedback = oneOf(['expected'] as const);

/** What a record says of its suppression. */
export interface SuppressedFields {
  is_suppressed: boolean;
  suppressed_by: Suppression['by'] | null;
  suppressed_reason: string | null;
  feedback: 'expected' | null;
}

export const suppressedFields = (suppression: Suppression | null): SuppressedFields => ({
  is_suppressed: suppression !== null,
  suppressed_by: suppression?.by ?? null,
  suppressed_reason: suppression?.reason ?? null,
  feedback: suppression?.by === 'expected' ? 'expected' : null,
});
