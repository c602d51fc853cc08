import { useCallback, useEffect, useRef, useState } from 'react';

import { isFinished, type Run } from '../../common/run';
import { describeApiError, type ApiError } from '../api/api_error';
import { useServices } from './app_services';
import { useRequest } from './use_request';

const POLL_MS = 2_000;

export interface FollowedRuns {
  /** Everything known of the detector's runs, newest first. */
  all: Run[];
  /** Runs that are under way, and those that ended while the page was open. */
  shown: Run[];
  /** Why the progress could not be read the last time. */
  error?: ApiError;
  /** Follows a run that was just asked for. */
  follow: (run: Run) => void;
  dismiss: (run: Run) => void;
}

/** Follows the runs of a detector until they end; `onFinished` is called once for each that did. */
export function useRuns(
  detectorId: string,
  refresh: number,
  onFinished: (run: Run) => void
): FollowedRuns {
  const { api } = useServices();
  const listed = useRequest(
    `runs ${detectorId}`,
    (signal) => api.runs(detectorId, signal),
    refresh
  );
  const [followed, setFollowed] = useState<Record<string, Run>>({});
  const [pollError, setPollError] = useState<ApiError>();
  const finished = useRef(onFinished);
  useEffect(() => {
    finished.current = onFinished;
  });

  const follow = useCallback((run: Run) => setFollowed((runs) => ({ ...runs, [run.id]: run })), []);
  const dismiss = useCallback(
    (run: Run) =>
      setFollowed((runs) =>
        Object.fromEntries(Object.entries(runs).filter(([id]) => id !== run.id))
      ),
    []
  );

  useEffect(() => {
    const unfinished = (listed.data?.runs ?? []).filter((run) => !isFinished(run));
    if (unfinished.length > 0) {
      setFollowed((runs) => ({
        ...Object.fromEntries(unfinished.map((run) => [run.id, run])),
        ...runs,
      }));
    }
  }, [listed.data]);

  const ofDetector = Object.values(followed).filter((run) => run.detectorId === detectorId);
  const pending = ofDetector
    .filter((run) => !isFinished(run))
    .map((run) => run.id)
    .join(' ');
  useEffect(() => {
    if (pending === '') return undefined;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const poll = async () => {
      try {
        const runs = await Promise.all(
          pending.split(' ').map((id) => api.run(detectorId, id, controller.signal))
        );
        if (controller.signal.aborted) return;
        setPollError(undefined);
        runs.forEach(follow);
        runs.filter(isFinished).forEach((run) => finished.current(run));
      } catch (error) {
        if (controller.signal.aborted) return;
        setPollError(describeApiError(error));
      }
      if (!controller.signal.aborted) schedule();
    };
    const schedule = () => {
      timer = setTimeout(() => void poll(), POLL_MS);
    };
    schedule();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, detectorId, pending, follow]);

  const ids = new Set(ofDetector.map((run) => run.id));
  const newestFirst = (a: Run, b: Run) => b.createdAt.localeCompare(a.createdAt);
  return {
    all: [...ofDetector, ...(listed.data?.runs ?? []).filter((run) => !ids.has(run.id))].sort(
      newestFirst
    ),
    shown: ofDetector.sort(newestFirst),
    error: listed.error ?? pollError,
    follow,
    dismiss,
  };
}
