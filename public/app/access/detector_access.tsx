import { EuiDescriptionList, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { type ReactNode } from 'react';

import type { Detector } from '../../../common/detector';
import { useServices } from '../app_services';
import { keyLabel, ownerName } from './owner_name';
import { ReauthoriseButton } from './reauthorise_button';

interface Props {
  detector: Detector;
  /** The detector has another owner and key. */
  onChanged: () => void;
}

/** With whose rights the detector reads logs and writes records, since when, and how to change that. */
export function DetectorAccess({ detector, onChanged }: Props) {
  const { timeFormat } = useServices();
  const { owner } = detector;
  const facts: Array<{ title: string; description: NonNullable<ReactNode> }> = [
    {
      title: i18n.translate('anomalyDetector.access.owner', { defaultMessage: 'Owner' }),
      description: ownerName(owner),
    },
    {
      title: i18n.translate('anomalyDetector.access.key', { defaultMessage: 'API key' }),
      description: keyLabel(owner),
    },
    ...(owner.since === null
      ? []
      : [
          {
            title: i18n.translate('anomalyDetector.access.since', {
              defaultMessage: 'In use since',
            }),
            description: timeFormat.format(owner.since),
          },
        ]),
  ];
  return (
    <EuiPanel hasBorder data-test-subj="anomalyDetectorAccess">
      <EuiTitle size="xs">
        <h3>
          {i18n.translate('anomalyDetector.access.title', {
            defaultMessage: 'Whose rights it has',
          })}
        </h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiDescriptionList compressed type="responsiveColumn" listItems={facts} />
      {owner.keyKind !== 'none' && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="s">
            <p>{explanation(owner.keyKind)}</p>
          </EuiText>
          <EuiSpacer size="s" />
          <ReauthoriseButton detector={detector} onChanged={onChanged} />
        </>
      )}
    </EuiPanel>
  );
}

const explanation = (keyKind: 'granted' | 'own'): string =>
  keyKind === 'own'
    ? i18n.translate('anomalyDetector.access.ownExplanation', {
        defaultMessage:
          'The detector was saved with this API key and runs with it. When the key is revoked or expires, the detector stops working until it is re-authorised.',
      })
    : i18n.translate('anomalyDetector.access.explanation', {
        defaultMessage:
          'The key has the rights that its owner had when the detector was saved, narrowed to the logs and the anomalies. It keeps them when the owner loses them, or leaves: re-authorise the detector, or invalidate the key, to change that.',
      });
