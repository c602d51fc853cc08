import { fireEvent, screen, waitFor } from '@testing-library/react';

import { aCalendar, aMute, anExpected, quietTimes } from '../builders/quiet_times';
import { aRecord } from './builders/detector';
import { refusal } from './builders/fake_server';
import {
  ANOMALIES,
  DETECTOR,
  QUIET_TIMES,
  RANGE,
  changed,
  openFlyout,
  quietServer,
} from './builders/quiet_times_page';
import { renderPage } from './builders/render_page';

const asReader = { search: RANGE, rights: { show: true, save: false } };

const expectedRecord = aRecord({
  is_suppressed: true,
  suppressed_by: 'expected',
  suppressed_reason: 'load test',
  feedback: 'expected',
});

const openMenu = async () =>
  fireEvent.click(await screen.findByLabelText('Actions on checkout at 2026-03-01 10:05'));

describe('an anomaly', () => {
  it('can be marked as expected, and the page is asked for anew', async () => {
    const { http, seen } = quietServer();
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
    const { http, seen } = quietServer();
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
    const { http, seen } = quietServer({}, [expectedRecord]);
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
    const { http, seen } = quietServer();
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
    const { http } = quietServer({
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
    const { http, seen } = quietServer({}, [expectedRecord]);
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
    renderPage(quietServer({ [QUIET_TIMES]: stored }, [expectedRecord]).http, asReader);

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
    const { http, seen } = quietServer();
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

  it('say how many of the anomalies found so far have changed', async () => {
    const said: unknown[] = [];
    const addSuccess = (toast: unknown) => said.push(toast);
    const toasts = { addSuccess, addWarning: () => {}, addDanger: () => {} };
    let updatedRecords = 0;
    const { http } = quietServer({
      [`POST ${DETECTOR}/mutes`]: () => ({ ...changed, updatedRecords: updatedRecords++ }),
    });
    renderPage(http, { search: RANGE, toasts });
    const flyout = await openFlyout();
    expect(flyout.getByText(/^Quiet times and events of /)).toBeTruthy();
    fireEvent.click(await flyout.findByText('Mute now'));
    await waitFor(() => expect(said).toEqual(['Saved. Anomalies found so far stay as they are.']));
    fireEvent.click(await flyout.findByText('Mute now'));
    await waitFor(() => expect(said[1]).toBe('Saved. 1 anomaly found so far has changed.'));
  });

  it('remove a mute', async () => {
    const { http, seen } = quietServer({
      [QUIET_TIMES]: { ...quietTimes({ mutes: [aMute()] }), timeZone: 'UTC' },
    });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout();
    fireEvent.click(await flyout.findByLabelText('Remove the mute of checkout'));

    await waitFor(() => expect(seen(`DELETE ${DETECTOR}/mutes/{muteId}`)).toHaveLength(1));
    // The page, which marks them in its charts, and the list, each before and after.
    await waitFor(() => expect(seen(QUIET_TIMES)).toHaveLength(4));
  });

  it('take back what was expected', async () => {
    const { http, seen } = quietServer({
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
    const { http, seen } = quietServer({ [QUIET_TIMES]: refusal(503, 'Elasticsearch is away.') });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout();
    expect(await flyout.findByText('Elasticsearch is away.')).toBeTruthy();
    fireEvent.click(flyout.getByText('Try again'));

    // The page, which marks them in its charts, and the list twice.
    await waitFor(() => expect(seen(QUIET_TIMES)).toHaveLength(3));
  });
});
