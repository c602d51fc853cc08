import { fireEvent, waitFor } from '@testing-library/react';

import { aCalendar, quietTimes } from '../builders/quiet_times';
import { DETECTOR, QUIET_TIMES, RANGE, openFlyout, quietServer } from './builders/quiet_times_page';
import { renderPage } from './builders/render_page';

describe('a calendar', () => {
  const newCalendar = async () => {
    const flyout = await openFlyout('Calendars');
    fireEvent.click(await flyout.findByText('Add a calendar'));
    return flyout;
  };

  it('is not sent before it is complete, and says what is missing', async () => {
    const { http, seen } = quietServer();
    renderPage(http, { search: RANGE });
    const flyout = await newCalendar();
    fireEvent.click(flyout.getByText('Save'));

    expect(await flyout.findByText('This is needed.')).toBeTruthy();
    expect(flyout.getByText('Choose a weekday, or several.')).toBeTruthy();
    expect(seen(`POST ${DETECTOR}/calendars`)).toEqual([]);
  });

  it('comes every week, until midnight', async () => {
    const { http, seen } = quietServer();
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
    const { http, seen } = quietServer();
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
    const { http, seen } = quietServer({
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
    const { http, seen } = quietServer({
      [QUIET_TIMES]: { ...quietTimes({ calendars: [aCalendar()] }), timeZone: 'UTC' },
    });
    renderPage(http, { search: RANGE });
    const flyout = await openFlyout('Calendars');
    fireEvent.click(await flyout.findByLabelText('Remove the calendar Backup'));

    await waitFor(() => expect(seen(`DELETE ${DETECTOR}/calendars/{calendarId}`)).toHaveLength(1));
  });
});
