import type { KibanaRequest } from '@kbn/core/server';

import { paths } from '../../common/api';
import {
  logsQuestion,
  previewBody,
  signalsPreviewBody,
  type LogsDescription,
  type PreviewResponse,
  type SignalsPreviewResponse,
} from '../../common/preview';
import { describeLogs } from '../preview/describe_logs';
import { previewSignal } from '../preview/preview_signal';

import type { Routes } from './services';

/** Does `work` as long as whoever asked waits for it. */
async function whileAwaited<T>(
  { events }: Pick<KibanaRequest, 'events'>,
  work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const { signal, release } = previewSignal(events.aborted$);
  try {
    return await work(signal);
  } catch (error) {
    // What was going on when it ended says less than why it ended.
    throw signal.aborted ? signal.reason : error;
  } finally {
    release();
  }
}

/** What unsaved settings would do: everything is read with the rights of whoever asks, and nothing is kept. */
export function addPreviewRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.logs,
    summary: 'What the logs of a pattern are like for a detector',
    privilege: 'write',
    body: logsQuestion,
    handle: ({ caller, body }): Promise<LogsDescription> =>
      whileAwaited(caller.request, (signal) => describeLogs(caller.client, body, signal)),
  });
  routes.add({
    method: 'post',
    path: paths.signalsPreview,
    summary: 'Signals of the busiest entities as unsaved settings would count them',
    privilege: 'write',
    body: signalsPreviewBody,
    handle: ({ caller, services, body }): Promise<SignalsPreviewResponse> =>
      whileAwaited(caller.request, (signal) =>
        services.preview.signals(caller.client, body, signal)
      ),
  });
  routes.add({
    method: 'post',
    path: paths.preview,
    summary: 'What unsaved settings would have found in the last days',
    privilege: 'write',
    body: previewBody,
    handle: ({ caller, space, services, body }): Promise<PreviewResponse> =>
      whileAwaited(caller.request, (signal) =>
        services.preview.execute(caller.client, space, body, signal)
      ),
  });
}
