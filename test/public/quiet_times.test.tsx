import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import type { DetectorEvent } from '../../common/events';
import type { ListedRecord } from '../../common/record';
import { aCalendar, aMute, anExpected, quietTimes } from '../builders/quiet_times';
import { aDetector, aRecord } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DETECTOR = '/api/anomaly_detector/detectors/{id}';
const ANOMALIES = 'GET /api/anomaly_detector/anomalies';
const QUIET_TIMES = `GET ${DETECTOR}/quiet_times`;
const EVENTS = '/api/anomaly_detector/events';
const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';

const changed = { ...quietTimes(), timeZone: 'UTC', updatedRecords: 1, isApplying: false };

const anEvent = (more: Partial<DetectorEvent> = {}): DetectorEvent => ({
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

const server = (answers: Record<string, unknown> = {}, records: ListedRecord[] = [aRecord()]) =>
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
const asReader = { search: RANGE, rights: { show: true, save: false } };

const expectedRecord = aRecord({
  is_suppressed: true,
  suppressed_by: 'expected',
  suppressed_reason: 'load test',
  feedback: 'expected',
});

const openMenu = async () =>
  fireEvent.click(await screen.findByLabelText('Actions on checkout at 2026-03-01 10:05'));
const openFlyout = async (tab?: string) => {
  fireEvent.click(await screen.findByText('Quiet times'));
  const flyout = within(await screen.findByRole('dialog'));
  if (tab !== undefined) fireEvent.click(flyout.getByText(tab));
  return flyout;
};

describe('an anomaly', () => {
  it('can be marked as expected, and the page is asked for anew', async () => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    await openMenu();
    const before = seen(ANOMALIES).length;
    fireEvent.click(await screen.findByText('Mark as expected'));

    await waitFor(() => expect(seen(ANOMALIES).length).toBeGreaterThan(before));
    expect(seen(`POST ${DETECTOR}/feedback`)).toEqual([
      expect.objectContaining({ body: { recordIds: ['record-1'], feedback: 'expected' } }),
    ]);
  });

  it('can be marked as expected with its incident', async () => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    await openMenu();
    fireEvent.click(await screen.findByText('Mark the whole incident as expected'));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/feedback`).pop()?.body).toEqual({
        incidentId: 'incident-1',
        feedback: 'expected',
      })
    );
  });

  it('that was expected says so and why, and the mark can be taken back', async () => {
    const { http, seen } = server({}, [expectedRecord]);
    renderPage(http, { search: RANGE });
    expect(await screen.findByText('expected: load test')).toBeTruthy();
    await openMenu();
    expect(screen.queryByText('Mark as expected')).toBeNull();
    fireEvent.click(await screen.findByText('Not expected after all'));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/feedback`).pop()?.body).toEqual({
        recordIds: ['record-1'],
        feedback: null,
      })
    );
  });

  it.each([
    ['1 hour', 60],
    ['7 days', 10_080],
  ])('lets its entity be muted for %s', async (length, durationMinutes) => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    await openMenu();
    fireEvent.click(await screen.findByText(`Mute checkout for ${length}`));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/mutes`).pop()?.body).toEqual({
        entity: 'checkout',
        durationMinutes,
      })
    );
  });

  it('says why it was refused', async () => {
    const { http } = server({
      [`POST ${DETECTOR}/feedback`]: refusal(409, 'This detector has 1000 expected times.'),
    });
    const { dangers } = renderPage(http, { search: RANGE });
    await openMenu();
    fireEvent.click(await screen.findByText('Mark as expected'));

    await waitFor(() =>
      expect(dangers).toEqual([
        { title: 'This could not be changed', text: 'This detector has 1000 expected times.' },
      ])
    );
  });

  it('can be left out of the table when it is no alarm', async () => {
    const { http, seen } = server({}, [expectedRecord]);
    renderPage(http, { search: RANGE });
    fireEvent.click(await screen.findByLabelText('Without expected and muted'));

    await waitFor(() =>
      expect(seen(ANOMALIES).pop()?.query).toMatchObject({ suppressed: 'false', page: 1 })
    );
  });
});

describe('a reader', () => {
  it('sees what is quiet and why, but has nothing to change it with', async () => {
    const stored = {
      ...quietTimes({
        mutes: [aMute()],
        calendars: [aCalendar()],
        expected: [anExpected()],
      }),
      timeZone: 'UTC',
    };
    renderPage(server({ [QUIET_TIMES]: stored }, [expectedRecord]).http, asReader);

    expect(await screen.findByText('expected: load test')).toBeTruthy();
    expect(screen.queryByLabelText(/^Actions on/)).toBeNull();
    const flyout = await openFlyout();
    expect(await flyout.findByText('known, being worked on, ann')).toBeTruthy();
    expect(flyout.queryByText('Mute now')).toBeNull();
    expect(flyout.queryByLabelText(/^Remove/)).toBeNull();
    fireEvent.click(flyout.getByText('Calendars'));
    expect(await flyout.findByText('Sun, 02:00 to 03:00')).toBeTruthy();
    expect(flyout.queryByText('Add a calendar')).toBeNull();
    fireEvent.click(flyout.getByText('Expected'));
    expect(await flyout.findByText('load test, ann')).toBeTruthy();
    expect(flyout.queryByText('Take back')).toBeNull();
    fireEvent.click(flyout.getByText('Events'));
    await flyout.findByText('There are no events in the time range.');
    expect(flyout.queryByText('Add the event')).toBeNull();
  });
});

describe('quiet times', () => {
  it('mute all entities from now on, with a reason', async () => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout();
    fireEvent.change(await flyout.findByLabelText('For'), { target: { value: '480' } });
    fireEvent.change(flyout.getByLabelText('Reason'), { target: { value: 'moving house' } });
    fireEvent.click(flyout.getByText('Mute now'));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/mutes`).pop()?.body).toEqual({
        entity: null,
        durationMinutes: 480,
        reason: 'moving house',
      })
    );
  });

  it('remove a mute', async () => {
    const { http, seen } = server({
      [QUIET_TIMES]: { ...quietTimes({ mutes: [aMute()] }), timeZone: 'UTC' },
    });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout();
    fireEvent.click(await flyout.findByLabelText('Remove the mute of checkout'));

    await waitFor(() => expect(seen(`DELETE ${DETECTOR}/mutes/{muteId}`)).toHaveLength(1));
    await waitFor(() => expect(seen(QUIET_TIMES)).toHaveLength(2));
  });

  it('take back what was expected', async () => {
    const { http, seen } = server({
      [QUIET_TIMES]: { ...quietTimes({ expected: [anExpected()] }), timeZone: 'UTC' },
    });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout('Expected');
    fireEvent.click(await flyout.findByText('Take back'));

    const { entity, from, to } = anExpected();
    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/feedback`).pop()?.body).toEqual({
        entity,
        from,
        to,
        feedback: null,
      })
    );
  });

  it('say what could not be read, and try again', async () => {
    const { http, seen } = server({ [QUIET_TIMES]: refusal(503, 'Elasticsearch is away.') });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout();
    expect(await flyout.findByText('Elasticsearch is away.')).toBeTruthy();
    fireEvent.click(flyout.getByText('Try again'));

    await waitFor(() => expect(seen(QUIET_TIMES)).toHaveLength(2));
  });
});

describe('a calendar', () => {
  const newCalendar = async () => {
    const flyout = await openFlyout('Calendars');
    fireEvent.click(await flyout.findByText('Add a calendar'));
    return flyout;
  };

  it('is not sent before it is complete, and says what is missing', async () => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    const flyout = await newCalendar();
    fireEvent.click(flyout.getByText('Save'));

    expect(await flyout.findByText('This is needed.')).toBeTruthy();
    expect(flyout.getByText('Choose a weekday, or several.')).toBeTruthy();
    expect(seen(`POST ${DETECTOR}/calendars`)).toEqual([]);
  });

  it('comes every week, until midnight', async () => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    const flyout = await newCalendar();
    fireEvent.change(flyout.getByLabelText('Name'), { target: { value: 'Backup' } });
    fireEvent.click(flyout.getByText('Sun'));
    fireEvent.click(flyout.getByText('Mon'));
    fireEvent.change(flyout.getByLabelText('From (UTC)'), { target: { value: '22:30' } });
    fireEvent.change(flyout.getByLabelText('To (UTC)'), { target: { value: '00:00' } });
    fireEvent.click(flyout.getByText('Save'));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/calendars`).pop()?.body).toEqual({
        name: 'Backup',
        entities: null,
        times: { kind: 'weekly', weekdays: ['monday', 'sunday'], from: '22:30', to: '24:00' },
      })
    );
    await waitFor(() => expect(flyout.queryByText('Save')).toBeNull());
  });

  it('names days, and says which of them is none', async () => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    const flyout = await newCalendar();
    fireEvent.change(flyout.getByLabelText('Name'), { target: { value: 'Holidays' } });
    fireEvent.change(flyout.getByLabelText('When'), { target: { value: 'holidays' } });
    const days = flyout.getByLabelText('Days (UTC)');
    fireEvent.change(days, { target: { value: '2026-12-25\n2026-02-30' } });
    fireEvent.click(flyout.getByText('Save'));
    expect(await flyout.findByText(/"2026-02-30" is no day/)).toBeTruthy();
    fireEvent.change(days, { target: { value: '2026-12-25\n2026-12-26' } });
    fireEvent.click(flyout.getByText('Save'));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/calendars`).pop()?.body).toMatchObject({
        times: { kind: 'holidays', days: ['2026-12-25', '2026-12-26'] },
      })
    );
  });

  it('is changed in the time zone of the detector', async () => {
    const times = {
      kind: 'once' as const,
      from: '2026-03-29T00:30:00.000Z',
      to: '2026-03-29T02:00:00.000Z',
    };
    const { http, seen } = server({
      [QUIET_TIMES]: {
        ...quietTimes({ calendars: [aCalendar({ entities: ['checkout'], times })] }),
        timeZone: 'Europe/Berlin',
      },
    });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout('Calendars');
    fireEvent.click(await flyout.findByLabelText('Change the calendar Backup'));
    // The clock goes from 02:00 to 03:00 in between.
    const from = flyout.getByLabelText<HTMLInputElement>('From (Europe/Berlin)');
    const to = flyout.getByLabelText<HTMLInputElement>('To (Europe/Berlin)');
    expect([from.value, to.value]).toEqual(['2026-03-29T01:30', '2026-03-29T04:00']);
    fireEvent.change(to, { target: { value: '2026-03-29T01:00' } });
    fireEvent.click(flyout.getByText('Save'));
    expect(await flyout.findByText('It must end after it begins.')).toBeTruthy();
    fireEvent.change(to, { target: { value: '2026-03-29T05:00' } });
    fireEvent.click(flyout.getByText('Save'));

    await waitFor(() =>
      expect(seen(`PUT ${DETECTOR}/calendars/{calendarId}`).pop()?.body).toEqual({
        name: 'Backup',
        entities: ['checkout'],
        times: { ...times, to: '2026-03-29T03:00:00.000Z' },
      })
    );
  });

  it('is removed', async () => {
    const { http, seen } = server({
      [QUIET_TIMES]: { ...quietTimes({ calendars: [aCalendar()] }), timeZone: 'UTC' },
    });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout('Calendars');
    fireEvent.click(await flyout.findByLabelText('Remove the calendar Backup'));

    await waitFor(() => expect(seen(`DELETE ${DETECTOR}/calendars/{calendarId}`)).toHaveLength(1));
  });
});

describe('events', () => {
  const withEvents = (...events: DetectorEvent[]) =>
    server({ [`GET ${EVENTS}`]: { total: events.length, events } });

  it('of the time range are named on the page', async () => {
    const { http, seen } = withEvents(
      anEvent(),
      anEvent({ id: 'event-2', kind: 'other', title: 'failover', entity: 'search' })
    );
    renderPage(http, { search: RANGE });

    expect(await screen.findByText('Events (2)')).toBeTruthy();
    expect(screen.getByText('2026-03-01 09:00 Deploy: checkout 1.2')).toBeTruthy();
    expect(screen.getByText('2026-03-01 09:00 failover (search)')).toBeTruthy();
    expect(seen(`GET ${EVENTS}`)[0].query).toEqual({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-02T00:00:00.000Z',
      detectorId: aDetector().id,
    });
  });

  it('can be told of', async () => {
    const { http, seen } = server();
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout('Events');
    fireEvent.click(await flyout.findByText('Add the event'));
    expect(await flyout.findByText('This is needed.')).toBeTruthy();
    fireEvent.change(flyout.getByLabelText('What happened'), { target: { value: 'v2' } });
    fireEvent.change(flyout.getByLabelText('When (UTC)'), {
      target: { value: '2026-03-01T12:00' },
    });
    fireEvent.click(flyout.getByText('Add the event'));

    await waitFor(() =>
      expect(seen(`POST ${EVENTS}`).map(({ body }) => body)).toEqual([
        {
          title: 'v2',
          time: '2026-03-01T12:00:00.000Z',
          kind: 'deploy',
          text: '',
          tags: [],
          entity: null,
          detectorId: aDetector().id,
        },
      ])
    );
  });

  it('are deleted', async () => {
    const { http, seen } = withEvents(anEvent());
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout('Events');
    fireEvent.click(await flyout.findByLabelText('Delete the event checkout 1.2'));

    await waitFor(() => expect(seen(`DELETE ${EVENTS}/{eventId}`)).toHaveLength(1));
  });
});
