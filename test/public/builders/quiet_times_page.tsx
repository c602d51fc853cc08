import { fireEvent, screen, within } from '@testing-library/react';

import type { DetectorEvent } from '../../../common/events';
import type { ListedRecord } from '../../../common/record';
import { quietTimes } from '../../builders/quiet_times';
import { aDetector, aRecord } from './detector';
import { fakeServer } from './fake_server';

export const DETECTOR = '/api/anomaly_detector/detectors/{id}';
export const ANOMALIES = 'GET /api/anomaly_detector/anomalies';
export const QUIET_TIMES = `GET ${DETECTOR}/quiet_times`;
export const EVENTS = '/api/anomaly_detector/events';
export const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';

/** What the server answers to a change of quiet times. */
export const changed = { ...quietTimes(), timeZone: 'UTC', updatedRecords: 1, isApplying: false };

/** A deploy of all entities at nine, in all but what is given. */
export const anEvent = (more: Partial<DetectorEvent> = {}): DetectorEvent => ({
  id: 'event-1',
  time: '2026-03-01T09:00:00.000Z',
  title: 'checkout 1.2',
  text: '',
  tags: [],
  kind: 'deploy',
  entity: null,
  detectorId: null,
  createdAt: '2026-03-01T09:00:00.000Z',
  createdBy: 'ci',
  ...more,
});

/** A server with quiet times of each kind, which takes any change of them. */
export const quietServer = (
  answers: Record<string, unknown> = {},
  records: ListedRecord[] = [aRecord()]
) =>
  fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aDetector()], broken: [] },
    [ANOMALIES]: { total: records.length, anomalies: records },
    [QUIET_TIMES]: { ...quietTimes(), timeZone: 'UTC' },
    [`POST ${DETECTOR}/feedback`]: changed,
    [`POST ${DETECTOR}/mutes`]: changed,
    [`DELETE ${DETECTOR}/mutes/{muteId}`]: changed,
    [`POST ${DETECTOR}/calendars`]: changed,
    [`PUT ${DETECTOR}/calendars/{calendarId}`]: changed,
    [`DELETE ${DETECTOR}/calendars/{calendarId}`]: changed,
    [`POST ${EVENTS}`]: anEvent(),
    [`DELETE ${EVENTS}/{eventId}`]: undefined,
    ...answers,
  });

/** Opens the quiet times of the page, and one of their tabs. */
export const openFlyout = async (tab?: string) => {
  fireEvent.click(await screen.findByText('Quiet times and events'));
  const flyout = within(await screen.findByRole('dialog'));
  if (tab !== undefined) fireEvent.click(flyout.getByText(tab));
  return flyout;
};
