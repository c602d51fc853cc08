import { EuiButton, EuiEmptyPrompt, EuiSkeletonRectangle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo, type ReactNode } from 'react';

import type { PanelKind } from '../../common/panel_types';
import type { ApiError } from '../api/api_error';
import { useServices } from '../app/app_services';
import { icons } from '../app/icons';
import { RequestError } from '../app/request_error';
import { resolveTimeRange } from '../app/time_range';
import { useRequest } from '../app/use_request';

import { IncidentsPanel } from './incidents_panel';
import type { PanelContentProps } from './panel_content';
import type { PanelInput } from './panel_input';
import { useDashboard } from './panel_services';
import { recordFilterOf } from './record_filter';
import { SwimLanePanel } from './swim_lane_panel';
import { TablePanel } from './table_panel';
import { TimelinePanel } from './timeline_panel';

const CONTENTS: Record<PanelKind, (props: PanelContentProps) => ReactNode> = {
  swimLane: (props) => <SwimLanePanel {...props} />,
  timeline: (props) => <TimelinePanel {...props} />,
  table: (props) => <TablePanel {...props} />,
  incidents: (props) => <IncidentsPanel {...props} />,
};

/** A panel of a dashboard. What is wrong with its detector, rights or filters it says itself; the others go on. */
export function Panel({ kind, input }: { kind: PanelKind; input: PanelInput }) {
  return (
    <div
      className="eui-yScroll eui-fullHeight"
      style={{ width: '100%', padding: 8 }}
      data-test-subj={`anomalyDetectorPanel-${kind}`}
    >
      <Content kind={kind} input={input} />
    </div>
  );
}

function Content({ kind, input }: { kind: PanelKind; input: PanelInput }) {
  const { api } = useServices();
  const { setting } = useDashboard();
  const { settings, timeRange, refresh, askAnew } = input;
  const { detectorId } = settings;
  const detector = useRequest(
    detectorId === '' ? null : detectorId,
    (signal) => api.detector(detectorId, signal),
    refresh
  );
  // "now" moves on with each refresh.
  const range = useMemo(
    () => ({ refresh, resolved: resolveTimeRange(timeRange.from, timeRange.to) }),
    [timeRange.from, timeRange.to, refresh]
  ).resolved;
  const filter = useMemo(() => {
    try {
      return { query: recordFilterOf(input, setting) };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }, [input, setting]);

  if (detectorId === '') return <NoDetector askAnew={askAnew} />;
  if (detector.error?.status === 404) {
    return <Gone name={settings.detectorName} error={detector.error} askAnew={askAnew} />;
  }
  if (detector.error) return <Unavailable error={detector.error} onRetry={detector.reload} />;
  if (!detector.data) return <EuiSkeletonRectangle width="100%" height={120} />;
  if (filter.fault !== undefined) return <UnreadableQuery fault={filter.fault} />;
  if (!range) {
    return (
      <Message
        iconType="clock"
        title={i18n.translate('anomalyDetector.panel.noRange', {
          defaultMessage: 'This panel needs a time range',
        })}
        body={i18n.translate('anomalyDetector.panel.noRangeBody', {
          defaultMessage: 'Choose one for the dashboard, with its start before its end.',
        })}
      />
    );
  }
  return (
    <>
      {CONTENTS[kind]({ detector: detector.data, settings, range, filter: filter.query, refresh })}
    </>
  );
}

interface MessageProps {
  iconType: string;
  title: string;
  body: string;
  askAnew?: PanelInput['askAnew'];
}

function Message({ iconType, title, body, askAnew }: MessageProps) {
  return (
    <EuiEmptyPrompt
      iconType={iconType}
      titleSize="xs"
      paddingSize="s"
      title={<h3>{title}</h3>}
      body={<p role="alert">{body}</p>}
      actions={
        askAnew && (
          <EuiButton size="s" onClick={askAnew} data-test-subj="anomalyDetectorPanelChoose">
            {i18n.translate('anomalyDetector.panel.choose', {
              defaultMessage: 'Choose a detector',
            })}
          </EuiButton>
        )
      }
    />
  );
}

const NoDetector = ({ askAnew }: Pick<PanelInput, 'askAnew'>) => (
  <Message
    iconType="pencil"
    title={i18n.translate('anomalyDetector.panel.noDetector', {
      defaultMessage: 'No detector has been chosen',
    })}
    body={i18n.translate('anomalyDetector.panel.noDetectorBody', {
      defaultMessage: 'Edit this panel to choose what it shows.',
    })}
    askAnew={askAnew}
  />
);

/** As where the dashboard was taken to another space or cluster, or the detector was deleted. */
function Gone({
  name,
  error,
  askAnew,
}: { name: string; error: ApiError } & Pick<PanelInput, 'askAnew'>) {
  return (
    <Message
      iconType={icons.gone}
      title={
        name === ''
          ? i18n.translate('anomalyDetector.panel.gone', {
              defaultMessage: 'The detector of this panel is not in this space',
            })
          : i18n.translate('anomalyDetector.panel.namedGone', {
              defaultMessage: 'The detector "{name}" is not in this space',
              values: { name },
            })
      }
      body={
        askAnew
          ? i18n.translate('anomalyDetector.panel.goneBody', {
              defaultMessage: '{message} Choose another, or delete the panel.',
              values: { message: error.message },
            })
          : i18n.translate('anomalyDetector.panel.goneBodyInView', {
              defaultMessage: '{message} Edit the dashboard to choose another.',
              values: { message: error.message },
            })
      }
      askAnew={askAnew}
    />
  );
}

const UnreadableQuery = ({ fault }: { fault: string }) => (
  <Message
    iconType="filter"
    title={i18n.translate('anomalyDetector.panel.badQuery', {
      defaultMessage: 'The query of the dashboard cannot be read',
    })}
    body={fault}
  />
);

function Unavailable({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  if (error.status === 403) {
    return (
      <Message
        iconType="lock"
        title={i18n.translate('anomalyDetector.panel.noRights', {
          defaultMessage: 'You may not see this panel',
        })}
        body={i18n.translate('anomalyDetector.panel.noRightsBody', {
          defaultMessage:
            'It needs the Kibana privilege "Anomaly Detector: Read" in this space. Ask an administrator.',
        })}
      />
    );
  }
  return (
    <RequestError
      title={i18n.translate('anomalyDetector.panel.error', {
        defaultMessage: 'The detector of this panel could not be read',
      })}
      error={error}
      onRetry={onRetry}
    />
  );
}
