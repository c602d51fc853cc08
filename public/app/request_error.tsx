import { EuiButton, EuiCallOut, EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { ApiError } from '../api/api_error';

const retryLabel = () =>
  i18n.translate('anomalyDetector.error.retry', { defaultMessage: 'Try again' });

/** Says that a part of the page could not be read, and why, with a way to try again. */
export function RequestError({
  title,
  error,
  onRetry,
}: {
  title: string;
  error: ApiError;
  onRetry: () => void;
}) {
  return (
    <EuiCallOut title={title} color="danger" iconType="error" role="alert">
      <p>{error.message}</p>
      <EuiButton color="danger" size="s" onClick={onRetry}>
        {retryLabel()}
      </EuiButton>
    </EuiCallOut>
  );
}

/** Stands in for the whole page: no rights, or nothing could be read. */
export function PageError({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  if (error.status === 403) return <NoRights message={error.message} />;
  return (
    <EuiEmptyPrompt
      color="danger"
      iconType="error"
      title={
        <h2>
          {i18n.translate('anomalyDetector.error.title', {
            defaultMessage: 'The detectors could not be read',
          })}
        </h2>
      }
      body={<p role="alert">{error.message}</p>}
      actions={
        <EuiButton color="danger" fill onClick={onRetry}>
          {retryLabel()}
        </EuiButton>
      }
    />
  );
}

/** Stands in for the page of a user without the feature's privileges. */
export function NoRights({ message }: { message?: string }) {
  return (
    <EuiEmptyPrompt
      iconType="lock"
      title={
        <h2>
          {i18n.translate('anomalyDetector.noRights.title', {
            defaultMessage: 'You may not see the Anomaly Detector',
          })}
        </h2>
      }
      body={
        <>
          <p>
            {i18n.translate('anomalyDetector.noRights.body', {
              defaultMessage:
                'Ask an administrator for a role with the Kibana privilege "Anomaly Detector" in this space: "Read" to look, "All" to train, start and stop.',
            })}
          </p>
          {message && <p>{message}</p>}
        </>
      }
    />
  );
}
