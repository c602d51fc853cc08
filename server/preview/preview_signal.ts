import { DetectorError } from '../errors';

/** A preview takes no longer than that: whoever waits for it, or something between, gives up soon after. */
const WHOLE_MS = 60_000;

/** Ends a preview when nobody waits for it any more, or when it takes too long. */
export function previewSignal(aborted$: { subscribe(next: () => void): { unsubscribe(): void } }): {
  signal: AbortSignal;
  release: () => void;
} {
  const controller = new AbortController();
  const subscription = aborted$.subscribe(() =>
    controller.abort(new DetectorError('conflict', 'Nobody waits for this preview any more.'))
  );
  const timer = setTimeout(
    () =>
      controller.abort(
        new DetectorError(
          'unavailable',
          `The preview took longer than ${WHOLE_MS / 1000} seconds and was ended. Elasticsearch or Kibana is busy, or there are very many logs: narrow the filter, or try again later.`
        )
      ),
    WHOLE_MS
  );
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer);
      subscription.unsubscribe();
    },
  };
}
