interface BoomLike {
  output?: { statusCode?: number };
}

const statusOf = (error: unknown): number | undefined =>
  (error as BoomLike | undefined)?.output?.statusCode;

/** Whether a saved object is not there. */
export const isNotFound = (error: unknown): boolean => statusOf(error) === 404;

/** Whether a saved object was changed by somebody else in between, or exists already. */
export const isConflict = (error: unknown): boolean => statusOf(error) === 409;

/** Whether the caller may not do this with saved objects of the type. */
export const isForbidden = (error: unknown): boolean => statusOf(error) === 403;
