import {
  EuiButton,
  EuiCallOut,
  EuiCheckbox,
  EuiConfirmModal,
  EuiSpacer,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Removed, UninstallResponse } from '../../common/uninstall';
import { describeApiError } from '../api/api_error';
import { useServices } from '../app/app_services';

/** Removes from this space, after a question, what Kibana could not read without the plugin; and says what went and what stayed. */
export function PrepareUninstall({ onDone }: { onDone?: () => void }) {
  const { api, rights } = useServices();
  const titleId = useGeneratedHtmlId();
  const [asking, setAsking] = useState(false);
  const [deleteRecords, setDeleteRecords] = useState(false);
  const [deleteAlerts, setDeleteAlerts] = useState(false);
  const [working, setWorking] = useState(false);
  const [outcome, setOutcome] = useState<UninstallResponse>();
  const [fault, setFault] = useState<string>();
  if (!rights.save) return null;
  const title = i18n.translate('anomalyDetector.uninstall.title', {
    defaultMessage: 'Prepare uninstalling',
  });
  const confirm = async () => {
    setWorking(true);
    setFault(undefined);
    try {
      setOutcome(await api.uninstall({ deleteRecords, deleteAlerts }));
      onDone?.();
    } catch (error) {
      setFault(describeApiError(error).message);
    } finally {
      setWorking(false);
      setAsking(false);
    }
  };
  return (
    <>
      <EuiButton
        color="danger"
        size="s"
        onClick={() => setAsking(true)}
        data-test-subj="anomalyDetectorUninstall"
      >
        {title}
      </EuiButton>
      {asking && (
        <EuiConfirmModal
          aria-labelledby={titleId}
          titleProps={{ id: titleId }}
          title={title}
          onCancel={() => setAsking(false)}
          onConfirm={() => void confirm()}
          isLoading={working}
          buttonColor="danger"
          cancelButtonText={i18n.translate('anomalyDetector.uninstall.cancel', {
            defaultMessage: 'Cancel',
          })}
          confirmButtonText={i18n.translate('anomalyDetector.uninstall.confirm', {
            defaultMessage: 'Remove all of it',
          })}
        >
          <p>
            {i18n.translate('anomalyDetector.uninstall.question', {
              defaultMessage:
                'Rules, dashboard panels and detectors of this plugin are removed from this space, with their tasks, keys and models. Kibana could neither list rules nor open such dashboards without the plugin. Do the same in each space, then remove the plugin.',
            })}
          </p>
          <EuiCheckbox
            id="anomalyDetectorDeleteRecords"
            label={i18n.translate('anomalyDetector.uninstall.records', {
              defaultMessage: 'Delete the anomalies that were found, too',
            })}
            checked={deleteRecords}
            onChange={(event) => setDeleteRecords(event.target.checked)}
          />
          <EuiSpacer size="s" />
          <EuiCheckbox
            id="anomalyDetectorDeleteAlerts"
            label={i18n.translate('anomalyDetector.uninstall.alerts', {
              defaultMessage: 'Delete the indices with the alerts of the rules, too',
            })}
            checked={deleteAlerts}
            onChange={(event) => setDeleteAlerts(event.target.checked)}
          />
        </EuiConfirmModal>
      )}
      {fault !== undefined && (
        <>
          <EuiSpacer size="s" />
          <EuiCallOut
            color="danger"
            role="alert"
            title={i18n.translate('anomalyDetector.uninstall.error', {
              defaultMessage: 'Nothing is known to be removed: {fault}',
              values: { fault },
            })}
          />
        </>
      )}
      {outcome && <Outcome outcome={outcome} />}
    </>
  );
}

function Outcome({ outcome }: { outcome: UninstallResponse }) {
  const kinds: Array<[label: string, removed: Removed]> = [
    [i18n.translate('anomalyDetector.uninstall.rules', { defaultMessage: 'Rules' }), outcome.rules],
    [
      i18n.translate('anomalyDetector.uninstall.dashboards', {
        defaultMessage: 'Dashboards that had panels',
      }),
      outcome.dashboards,
    ],
    [
      i18n.translate('anomalyDetector.uninstall.detectors', { defaultMessage: 'Detectors' }),
      outcome.detectors,
    ],
    [
      i18n.translate('anomalyDetector.uninstall.alertIndices', {
        defaultMessage: 'Indices of alerts',
      }),
      outcome.alerts,
    ],
  ];
  return (
    <>
      <EuiSpacer size="s" />
      <EuiCallOut
        color={outcome.complete ? 'success' : 'warning'}
        role="status"
        title={
          outcome.complete
            ? i18n.translate('anomalyDetector.uninstall.complete', {
                defaultMessage: 'Nothing of this space stands in the way of removing the plugin',
              })
            : i18n.translate('anomalyDetector.uninstall.incomplete', {
                defaultMessage: 'Some things could not be removed',
              })
        }
      >
        <ul>
          {kinds.map(([label, { removed, failed }]) => (
            <li key={label}>
              {i18n.translate('anomalyDetector.uninstall.removed', {
                defaultMessage: '{label}: {count, plural, =0 {none} other {# removed}} {names}',
                values: {
                  label,
                  count: removed.length,
                  names:
                    removed.length > 0 ? `(${removed.map(({ name }) => name).join(', ')})` : '',
                },
              })}
              {failed.map(({ id, name, reason }) => (
                <div key={id}>
                  {name}: {reason}
                </div>
              ))}
            </li>
          ))}
        </ul>
        <p>
          {i18n.translate('anomalyDetector.uninstall.left', {
            defaultMessage:
              'These indices stay, with what was found, told and learned; delete them when the plugin is removed, if you want: {indices}',
            values: { indices: outcome.leftIndices.join(', ') },
          })}
        </p>
      </EuiCallOut>
    </>
  );
}
