import { EuiLink, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../../common/detector';
import type { KeptModel } from '../../../common/model';
import { formatCount } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { changeLabel } from './change_label';
import { ModelState } from './model_state';
import { originLabel } from './origin_label';
import type { ModelActions } from './use_model_actions';

interface Props {
  detector: Detector;
  actions: ModelActions;
  onReport: (model: KeptModel) => void;
  onActivate: (model: KeptModel) => void;
  onDelete: (model: KeptModel) => void;
}

const DAY_MS = 86_400_000;

const daysOf = ({ trainedFrom, trainedTo }: KeptModel): number =>
  (Date.parse(trainedTo) - Date.parse(trainedFrom)) / DAY_MS;

/** What the table of models shows, and what can be done in it. */
export function useModelColumns({
  detector,
  actions,
  onReport,
  onActivate,
  onDelete,
}: Props): Array<EuiBasicTableColumn<KeptModel>> {
  const { timeFormat, rights } = useServices();
  const isActive = ({ id }: KeptModel) => detector.status.activeModelId === id;
  const columns: Array<EuiBasicTableColumn<KeptModel>> = [
    {
      name: i18n.translate('anomalyDetector.models.column.number', { defaultMessage: 'Model' }),
      width: '80px',
      render: (model: KeptModel) => (
        <EuiLink
          aria-label={i18n.translate('anomalyDetector.models.openReport', {
            defaultMessage: 'Report of model {number}',
            values: { number: model.number },
          })}
          onClick={() => onReport(model)}
        >
          {model.number}
        </EuiLink>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.models.column.trained', { defaultMessage: 'Made' }),
      render: (model: KeptModel) => `${timeFormat.format(model.createdAt)}, ${originLabel(model)}`,
    },
    {
      name: i18n.translate('anomalyDetector.models.column.window', { defaultMessage: 'Logs of' }),
      width: '100px',
      render: (model: KeptModel) =>
        i18n.translate('anomalyDetector.models.days', {
          defaultMessage: '{days, plural, one {# day} other {# days}}',
          values: { days: Math.round(10 * daysOf(model)) / 10 },
        }),
    },
    {
      name: i18n.translate('anomalyDetector.models.column.entities', {
        defaultMessage: 'Entities',
      }),
      width: '90px',
      align: 'right',
      render: ({ entities }: KeptModel) => formatCount(entities),
    },
    {
      name: i18n.translate('anomalyDetector.models.column.buckets', { defaultMessage: 'Buckets' }),
      width: '100px',
      align: 'right',
      render: ({ buckets }: KeptModel) => formatCount(buckets),
    },
    {
      name: i18n.translate('anomalyDetector.models.column.change', {
        defaultMessage: 'Change over the last day',
      }),
      render: ({ assessment }: KeptModel) =>
        assessment?.comparison ? changeLabel(assessment.comparison) : '–',
    },
    {
      name: i18n.translate('anomalyDetector.models.column.state', { defaultMessage: 'State' }),
      render: (model: KeptModel) => <ModelState model={model} detector={detector} />,
    },
  ];
  if (rights.save) {
    columns.push({
      name: i18n.translate('anomalyDetector.models.column.actions', { defaultMessage: 'Actions' }),
      width: '100px',
      actions: [
        {
          name: i18n.translate('anomalyDetector.models.action.activate', {
            defaultMessage: 'Activate',
          }),
          description: i18n.translate('anomalyDetector.models.action.activateHelp', {
            defaultMessage: 'Score with this model from the next bucket on',
          }),
          icon: 'play',
          type: 'icon',
          'data-test-subj': 'activateModel',
          isPrimary: true,
          available: (model: KeptModel) => !isActive(model) && model.isWhole,
          enabled: () => !actions.busy,
          onClick: onActivate,
        },
        {
          name: i18n.translate('anomalyDetector.models.action.pin', { defaultMessage: 'Pin' }),
          description: i18n.translate('anomalyDetector.models.action.pinHelp', {
            defaultMessage: 'Keep this model however old it gets',
          }),
          icon: 'pin',
          type: 'icon',
          'data-test-subj': 'pinModel',
          available: ({ pinned }: KeptModel) => pinned === null,
          enabled: () => !actions.busy,
          onClick: (model: KeptModel) => void actions.pin(model),
        },
        {
          name: i18n.translate('anomalyDetector.models.action.unpin', { defaultMessage: 'Unpin' }),
          description: i18n.translate('anomalyDetector.models.action.unpinHelp', {
            defaultMessage: 'Let this model be deleted when it is old',
          }),
          icon: 'pinFilled',
          type: 'icon',
          'data-test-subj': 'unpinModel',
          available: ({ pinned }: KeptModel) => pinned !== null,
          enabled: () => !actions.busy,
          onClick: (model: KeptModel) => void actions.unpin(model),
        },
        {
          name: i18n.translate('anomalyDetector.models.action.delete', {
            defaultMessage: 'Delete',
          }),
          description: i18n.translate('anomalyDetector.models.action.deleteHelp', {
            defaultMessage: 'Delete this model',
          }),
          icon: 'trash',
          type: 'icon',
          color: 'danger',
          'data-test-subj': 'deleteModel',
          available: (model: KeptModel) => !isActive(model) && model.pinned === null,
          enabled: () => !actions.busy,
          onClick: onDelete,
        },
      ],
    });
  }
  return columns;
}
