import {
  EuiBasicTable,
  EuiButton,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../../common/detector';
import type { KeptModel } from '../../../common/model';
import { useServices } from '../app_services';
import type { DetectorTabProps } from '../detector/detector_tab';
import { icons } from '../icons';
import { Warnings } from '../layout/warnings';
import { RequestError } from '../request_error';
import { TrainModal } from '../train_modal';
import { useDetectorActions } from '../use_detector_actions';
import { useRequest } from '../use_request';
import { ActivateDialog, DeleteDialog } from './model_dialogs';
import { ModelReport } from './model_report';
import { useModelActions } from './use_model_actions';
import { useModelColumns } from './use_model_columns';

type Asked = { kind: 'report' | 'activate' | 'delete'; model: KeptModel } | { kind: 'train' };

/** The models of a detector: what each was made of and changes, which one is in use, and what can be done with them. */
export function ModelsTab({ detector, range, refresh, onChanged }: DetectorTabProps) {
  const { api, rights } = useServices();
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const listed = useRequest(
    `models ${detector.id}`,
    (signal) => api.models(detector.id, signal),
    refresh
  );
  const actions = useModelActions(() => {
    listed.reload();
    onChanged();
  });
  const detectorActions = useDetectorActions(detector, { onChanged, onRun: onChanged });
  const models = listed.latest?.models ?? [];
  const newest = models[0] as KeptModel | undefined;
  const columns = useModelColumns({
    detector,
    actions,
    onReport: (model) => setAsked({ kind: 'report', model }),
    onActivate: (model) => setAsked({ kind: 'activate', model }),
    onDelete: (model) => setAsked({ kind: 'delete', model }),
  });

  return (
    <>
      <ChosenModel
        detector={detector}
        onFollow={
          rights.save && newest?.isWhole
            ? () => setAsked({ kind: 'activate', model: newest })
            : undefined
        }
      />
      <EuiPanel hasBorder>
        <EuiFlexGroup alignItems="center" justifyContent="spaceBetween" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiTitle size="s">
              <h2>
                {i18n.translate('anomalyDetector.models.title', { defaultMessage: 'Models' })}
              </h2>
            </EuiTitle>
          </EuiFlexItem>
          {rights.save && (
            <EuiFlexItem grow={false}>
              <EuiButton
                size="s"
                iconType={icons.train}
                isDisabled={detectorActions.busy}
                onClick={() => setAsked({ kind: 'train' })}
              >
                {i18n.translate('anomalyDetector.models.retrain', { defaultMessage: 'Retrain' })}
              </EuiButton>
            </EuiFlexItem>
          )}
        </EuiFlexGroup>
        <EuiSpacer size="xs" />
        <EuiText size="s">
          <p>
            {i18n.translate('anomalyDetector.models.help', {
              defaultMessage:
                'Each training makes a model. It is used at once, unless you have chosen an older one, or it looks worse than the one in use: then it is kept back until you activate it. The newest ten are kept, the pinned ones, and those that anomalies refer to.',
            })}
          </p>
        </EuiText>
        <EuiSpacer size="m" />
        <Warnings
          sentences={(listed.latest?.broken ?? []).map(({ id, reason }) =>
            i18n.translate('anomalyDetector.models.broken', {
              defaultMessage: 'The model {id} could not be read: {reason}',
              values: { id, reason },
            })
          )}
        />
        {listed.error ? (
          <RequestError
            title={i18n.translate('anomalyDetector.models.error', {
              defaultMessage: 'The models could not be read',
            })}
            error={listed.error}
            onRetry={listed.reload}
          />
        ) : (
          <EuiBasicTable
            tableCaption={i18n.translate('anomalyDetector.models.caption', {
              defaultMessage: 'Models, newest first',
            })}
            items={models}
            itemId="id"
            columns={columns}
            loading={listed.loading}
            noItemsMessage={
              listed.loading
                ? i18n.translate('anomalyDetector.models.loading', { defaultMessage: 'Loading…' })
                : i18n.translate('anomalyDetector.models.none', {
                    defaultMessage: 'No model was trained yet.',
                  })
            }
          />
        )}
      </EuiPanel>
      {asked?.kind === 'report' && (
        <ModelReport model={asked.model} detector={detector} models={models} onClose={close} />
      )}
      {asked?.kind === 'activate' && (
        <ActivateDialog
          model={asked.model}
          isNewest={asked.model.id === newest?.id}
          onClose={close}
          onConfirm={() => {
            close();
            void actions.activate(asked.model);
          }}
        />
      )}
      {asked?.kind === 'delete' && (
        <DeleteDialog
          model={asked.model}
          onClose={close}
          onConfirm={() => {
            close();
            void actions.delete(asked.model);
          }}
        />
      )}
      {asked?.kind === 'train' && (
        <TrainModal detector={detector} range={range} actions={detectorActions} onClose={close} />
      )}
    </>
  );
}

/** Says that a person chose the model in use, and how to follow the newer ones again. */
function ChosenModel({
  detector: { status },
  onFollow,
}: {
  detector: Detector;
  onFollow: (() => void) | undefined;
}) {
  const { timeFormat } = useServices();
  const { chosenModel, activeModelNumber } = status;
  if (chosenModel === null) return null;
  const values = {
    number: activeModelNumber ?? '–',
    by: chosenModel.by ?? '',
    time: timeFormat.format(chosenModel.at),
  };
  return (
    <>
      <EuiCallOut
        size="s"
        iconType="pin"
        title={
          chosenModel.by === null
            ? i18n.translate('anomalyDetector.models.chosen', {
                defaultMessage:
                  'Model {number} was chosen on {time} and stays in use. Newer models are trained and not used.',
                values,
              })
            : i18n.translate('anomalyDetector.models.chosenBy', {
                defaultMessage:
                  '{by} chose model {number} on {time}, and it stays in use. Newer models are trained and not used.',
                values,
              })
        }
      >
        {onFollow && (
          <EuiButton size="s" onClick={onFollow}>
            {i18n.translate('anomalyDetector.models.follow', {
              defaultMessage: 'Use the newest model again',
            })}
          </EuiButton>
        )}
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}
