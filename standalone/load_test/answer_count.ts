/** What became of requests. */
export interface AnswerCount {
  requests: number;
  /** answered with 4xx or 5xx */
  failed: number;
  /** not answered in time */
  timeouts: number;
}

export const addAnswers = (one: AnswerCount, other: AnswerCount): AnswerCount => ({
  requests: one.requests + other.requests,
  failed: one.failed + other.failed,
  timeouts: one.timeouts + other.timeouts,
});
