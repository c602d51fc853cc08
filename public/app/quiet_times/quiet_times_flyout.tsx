import {
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiSkeletonText,
  EuiTab,
  EuiTabs,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../../common/detector';
import { useServices } from '../app_services';
import { RequestError } from '../request_error';
import { isoRange, type TimeRange } from '../time_range';
import { useRequest } from '../use_request';
import { CalendarsTab } from './calendars_tab';
import { EventsTab } from './events_tab';
import { ExpectedTab } from './expected_tab';
import { MutesTab } from './mutes_tab';
import { useQuietActions } from './use_quiet_actions';

const TABS = ['mutes', 'calendars', 'expected', 'events'] as const;
type Tab = (typeof TABS)[number];

const TAB_LABELS: Record<Tab, () => string> = {
  mutes: () => i18n.translate('anomalyDetector.quiet.mutes', { defaultMessage: 'Mutes' }),
  calendars: () =>
    i18n.translate('anomalyDetector.quiet.calendars', { defaultMessage: 'Calendars' }),
  expected: () => i18n.translate('anomalyDetector.quiet.expected', { defaultMessage: 'Expected' }),
  events: () => i18n.translate('anomalyDetector.quiet.events', { defaultMessage: 'Events' }),
};

interface Props {
  detector: Detector;
  /** Whose events are listed. */
  range: TimeRange;
  onChanged: () => void;
  onClose: () => void;
}

/** What a detector is quiet about, and what happened beside it. */
export function QuietTimesFlyout({ detector, range, onChanged, onClose }: Props) {
  const { api } = useServices();
  const titleId = useGeneratedHtmlId();
  const [tab, setTab] = useState<Tab>('mutes');
  const [changes, setChanges] = useState(0);
  const quietTimes = useRequest(
    `quiet times ${detector.id}`,
    (signal) => api.quietTimes(detector.id, signal),
    changes
  );
  const events = useRequest(
    `events ${detector.id} ${range.from} ${range.to}`,
    (signal) => api.events({ ...isoRange(range), detectorId: detector.id }, signal),
    changes
  );
  // Only what is offered to choose from: without a model, names can be typed.
  const entities = useRequest(
    detector.status.activeModelId === null ? null : `entities ${detector.id}`,
    (signal) => api.entities(detector.id, signal)
  );
  const actions = useQuietActions(detector.id, () => {
    setChanges((count) => count + 1);
    onChanged();
  });
  const known = (entities.data?.entities ?? []).map(({ entity }) => entity).sort();
  // The range moves on while the form is open: what was last known stays until there is more to show.
  const { error, reload } = tab === 'events' ? events : quietTimes;

  return (
    <EuiFlyout onClose={onClose} size="m" aria-labelledby={titleId}>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={titleId}>
            {i18n.translate('anomalyDetector.quiet.title', {
              defaultMessage: 'Quiet times and events of {name}',
              values: { name: detector.settings.name },
            })}
          </h2>
        </EuiTitle>
        <EuiTabs bottomBorder={false} style={{ marginBottom: -24 }}>
          {TABS.map((id) => (
            <EuiTab key={id} isSelected={tab === id} onClick={() => setTab(id)}>
              {TAB_LABELS[id]()}
            </EuiTab>
          ))}
        </EuiTabs>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {error ? (
          <RequestError
            title={i18n.translate('anomalyDetector.quiet.error', {
              defaultMessage: 'This could not be read',
            })}
            error={error}
            onRetry={reload}
          />
        ) : tab === 'events' ? (
          <Loaded data={events.latest}>
            {(found) => (
              <EventsTab
                detectorId={detector.id}
                events={found.events}
                known={known}
                actions={actions}
              />
            )}
          </Loaded>
        ) : (
          <Loaded data={quietTimes.data}>
            {({ mutes, calendars, expected, timeZone }) =>
              tab === 'mutes' ? (
                <MutesTab mutes={mutes} known={known} actions={actions} />
              ) : tab === 'calendars' ? (
                <CalendarsTab
                  calendars={calendars}
                  timeZone={timeZone}
                  known={known}
                  actions={actions}
                />
              ) : (
                <ExpectedTab expected={expected} actions={actions} />
              )
            }
          </Loaded>
        )}
      </EuiFlyoutBody>
    </EuiFlyout>
  );
}

/** What is there, once it is. */
function Loaded<T>({
  data,
  children,
}: {
  data: T | undefined;
  children: (data: T) => React.ReactElement;
}) {
  return data === undefined ? <EuiSkeletonText lines={6} /> : children(data);
}
