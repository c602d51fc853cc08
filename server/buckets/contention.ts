import { DetectorError } from '../errors';

/** So often a change is tried when others change the same. */
export const ATTEMPTS = 8;

/** The error when all of them met a change by somebody else. */
export const contended = (detector: string): DetectorError =>
  new DetectorError(
    'unavailable',
    `The kept buckets of detector "${detector}" were changed by others ${ATTEMPTS} times while they were written. It will be tried again.`
  );
