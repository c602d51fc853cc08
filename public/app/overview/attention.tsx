import { EuiBasicTable, EuiLink, EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../../common/detector';
import { useServices } from '../app_services';
import { failuresOf } from '../failures';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { StateBadge } from '../state_badge';

/** Why somebody should look after a detector, a sentence each; empty where nobody need. */
export function troublesOf({ enabled, status }: Detector): string[] {
  const problems = [
    ...status.health.map(({ message }) => message),
    ...(status.state === 'degraded' && status.message !== null ? [status.message] : []),
    ...(!enabled && status.activeModelId === null
      ? [
          i18n.translate('anomalyDetector.attention.neverTrained', {
            defaultMessage: 'It was never trained and is stopped: it watches nothing.',
          }),
        ]
      : []),
  ];
  // A failure is told by its problem already, where there is one.
  return [...new Set(problems.length > 0 ? problems : failuresOf(status))];
}

/** The detectors that somebody should look after, and why; nothing where there are none. */
export function Attention({ detectors }: { detectors: Detector[] }) {
  const { linkTo } = useLinks();
  const { timeFormat } = useServices();
  const troubled = detectors.filter((detector) => troublesOf(detector).length > 0);
  if (troubled.length === 0) return null;
  return (
    <>
      <EuiPanel hasBorder data-test-subj="attention">
        <EuiTitle size="s">
          <h2>
            {i18n.translate('anomalyDetector.attention.title', {
              defaultMessage: 'Detectors that need attention',
            })}
          </h2>
        </EuiTitle>
        <EuiSpacer size="m" />
        <EuiBasicTable
          tableCaption={i18n.translate('anomalyDetector.attention.title', {
            defaultMessage: 'Detectors that need attention',
          })}
          items={troubled}
          itemId="id"
          columns={[
            {
              name: i18n.translate('anomalyDetector.overview.detector', {
                defaultMessage: 'Detector',
              }),
              width: '18em',
              render: ({ id, settings }: Detector) => (
                <EuiLink {...linkTo(places.detector(id))}>{settings.name}</EuiLink>
              ),
            },
            {
              name: i18n.translate('anomalyDetector.detectors.state', { defaultMessage: 'State' }),
              width: '140px',
              render: ({ status }: Detector) => <StateBadge status={status} />,
            },
            {
              name: i18n.translate('anomalyDetector.attention.why', { defaultMessage: 'Why' }),
              render: (detector: Detector) => (
                <div>
                  {troublesOf(detector).map((sentence) => (
                    <p key={sentence}>{timeFormat.told(sentence)}</p>
                  ))}
                </div>
              ),
            },
          ]}
        />
      </EuiPanel>
      <EuiSpacer size="m" />
    </>
  );
}
