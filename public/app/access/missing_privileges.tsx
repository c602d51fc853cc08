import { EuiCallOut, EuiCodeBlock, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { MissingPrivilege, PrivilegesResponse } from '../../../common/access';
import { useServices } from '../app_services';
import { icons } from '../icons';
import { useRequest } from '../use_request';
import { useSettled } from '../use_settled';

/** So long nothing may be typed before it is asked what is missing. */
const PAUSE_MS = 400;

interface Props {
  /** Of the detector that is about to be saved. */
  indexPattern: string;
  /** Grows when it is to be asked for again. */
  refresh?: number;
}

/**
 * What the user lacks to save a detector of an index pattern, and what to do about it. Nothing is shown where nothing is
 * missing, where the user may not save at all, or while the pattern is none.
 */
export function MissingPrivileges({ indexPattern, refresh = 0 }: Props) {
  const { api, rights } = useServices();
  const pattern = useSettled(indexPattern, PAUSE_MS);
  const { latest: answer } = useRequest(
    rights.save && pattern.trim() !== '' ? pattern : null,
    // A pattern that is refused is said beside its field, and what could not be found out is said when it is saved.
    (signal) => api.privileges({ indexPattern: pattern }, signal).catch(() => undefined),
    refresh
  );
  if (answer === undefined) return null;
  return (
    <>
      {!answer.canSave && <Missing answer={answer} />}
      {answer.canSave && answer.unchecked.length > 0 && <Unchecked patterns={answer.unchecked} />}
    </>
  );
}

function Missing({ answer: { missing, obstacles } }: { answer: PrivilegesResponse }) {
  return (
    <EuiCallOut
      color="warning"
      iconType="lock"
      title={i18n.translate('anomalyDetector.access.missing.title', {
        defaultMessage: 'You cannot save this detector yet',
      })}
      data-test-subj="anomalyDetectorMissingPrivileges"
    >
      <EuiText size="s">
        {obstacles.length > 0 && (
          <ul>
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{obstacle}</li>
            ))}
          </ul>
        )}
        {missing.length > 0 && (
          <>
            <p>
              {i18n.translate('anomalyDetector.access.missing.body', {
                defaultMessage:
                  'A detector runs with the rights of whoever saves it. These index privileges are missing:',
              })}
            </p>
            <ul>
              {missing.map(({ index, privileges }) => (
                <li key={index}>
                  {i18n.translate('anomalyDetector.access.missing.item', {
                    defaultMessage: '{privileges} on {index}',
                    values: { privileges: privileges.join(', '), index },
                  })}
                </li>
              ))}
            </ul>
            <p>
              {i18n.translate('anomalyDetector.access.missing.todo', {
                defaultMessage:
                  'Ask an administrator for a role that grants them, such as this one for Dev Tools:',
              })}
            </p>
          </>
        )}
      </EuiText>
      {missing.length > 0 && (
        <>
          <EuiSpacer size="s" />
          <EuiCodeBlock language="json" isCopyable paddingSize="s" fontSize="s">
            {roleRequest(missing)}
          </EuiCodeBlock>
        </>
      )}
    </EuiCallOut>
  );
}

function Unchecked({ patterns }: { patterns: string[] }) {
  return (
    <EuiCallOut
      size="s"
      iconType={icons.information}
      title={i18n.translate('anomalyDetector.access.unchecked', {
        defaultMessage:
          'Whether you may read {patterns} is known on that cluster only: your roles need "read" and "view_index_metadata" there under the same name.',
        values: { patterns: patterns.join(', ') },
      })}
    />
  );
}

/** The request that makes a role with the privileges. */
const roleRequest = (missing: readonly MissingPrivilege[]): string =>
  `PUT _security/role/anomaly_detector_owner\n${JSON.stringify(
    { indices: missing.map(({ index, privileges }) => ({ names: [index], privileges })) },
    null,
    2
  )}`;
