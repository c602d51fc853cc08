import { EuiCallOut, EuiLink, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { ListedRecord } from '../../../common/record';
import { useServices } from '../app_services';
import { RequestError } from '../request_error';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { useRequest } from '../use_request';

/** Which model a record was scored with, and what is left of it. */
export function ScoredWith({ record }: { record: ListedRecord }) {
  const { api, timeFormat } = useServices();
  const { linkTo } = useLinks();
  const { detector_id: detectorId, model_id: modelId } = record;
  const {
    data: model,
    error,
    reload,
  } = useRequest(`model ${detectorId} ${modelId}`, (signal) =>
    api.model(detectorId, modelId, signal)
  );
  if (error?.status === 404) return <ModelNotKept />;
  if (error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.scoredWith.error', {
          defaultMessage: 'The model that this was scored with could not be read',
        })}
        error={error}
        onRetry={reload}
      />
    );
  }
  if (!model) return null;
  return (
    <EuiText size="xs">
      <p>
        {i18n.translate('anomalyDetector.scoredWith.model', {
          defaultMessage: 'Scored with model {number} of {time}.',
          values: { number: model.number, time: timeFormat.format(model.createdAt) },
        })}{' '}
        {!model.isWhole &&
          `${i18n.translate('anomalyDetector.scoredWith.reportOnly', {
            defaultMessage: 'Of that model, only the report is still kept.',
          })} `}
        <EuiLink {...linkTo(places.detector(detectorId, 'models'))}>
          {i18n.translate('anomalyDetector.scoredWith.models', { defaultMessage: 'Show models' })}
        </EuiLink>
      </p>
    </EuiText>
  );
}

/** Says that a model is gone, and what that means for what it has scored. */
export function ModelNotKept() {
  return (
    <EuiCallOut
      size="s"
      iconType="iInCircle"
      title={i18n.translate('anomalyDetector.scoredWith.goneTitle', {
        defaultMessage: 'The model is no longer kept',
      })}
      data-test-subj="modelNotKept"
    >
      <p>
        {i18n.translate('anomalyDetector.scoredWith.gone', {
          defaultMessage:
            'It was deleted after newer ones were trained, or by hand. Scores, typical values and bounds of the anomalies that it found stay as they were; what it had learned can no longer be looked up. Pin a model to keep it.',
        })}
      </p>
    </EuiCallOut>
  );
}
