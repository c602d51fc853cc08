import { useCallback, useEffect, useRef, useState } from 'react';

import { describeApiError, type ApiError } from '../api/api_error';
import { sameContent } from '../same_content';

export interface RequestState<T> {
  /** The last answer for this key; kept while it is asked for again. */
  data?: T;
  /** The last answer to whichever question, for what should not vanish while the next one is on its way. */
  latest?: T;
  error?: ApiError;
  loading: boolean;
  reload: () => void;
}

interface Answer<T> {
  key: string;
  data?: T;
  error?: ApiError;
}

/**
 * Asks the server for something and asks again when `key` or `refresh` changes. An answer that comes after
 * its question has changed is dropped, and its request aborted.
 *
 * @param key says what is asked for; null: nothing for now
 * @param refresh a counter; when it grows, the same is asked for again
 */
export function useRequest<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
  refresh = 0
): RequestState<T> {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [loading, setLoading] = useState(key !== null);
  const [reloads, setReloads] = useState(0);
  const latestLoad = useRef(load);
  useEffect(() => {
    latestLoad.current = load;
  });

  useEffect(() => {
    if (key === null) {
      setLoading(false);
      return undefined;
    }
    const controller = new AbortController();
    const settle = (settled: Answer<T>) => {
      if (controller.signal.aborted) return;
      // The same answer once more is no reason to render what is made of it again.
      setAnswer((last) => (last && sameContent(last, settled) ? last : settled));
      setLoading(false);
    };
    setLoading(true);
    latestLoad.current(controller.signal).then(
      (data) => settle({ key, data }),
      (error: unknown) => settle({ key, error: describeApiError(error) })
    );
    return () => controller.abort();
  }, [key, refresh, reloads]);

  const reload = useCallback(() => setReloads((count) => count + 1), []);
  const current = answer?.key === key ? answer : undefined;
  return {
    data: current?.data,
    latest: answer?.data,
    error: current?.error,
    loading: loading || (key !== null && current === undefined),
    reload,
  };
}
