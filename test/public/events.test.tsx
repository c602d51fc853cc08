import { fireEvent, screen, waitFor } from '@testing-library/react';

import type { DetectorEvent } from '../../common/events';
import { aDetector } from './builders/detector';
import { EVENTS, RANGE, anEvent, openFlyout, quietServer } from './builders/quiet_times_page';
import { renderPage } from './builders/render_page';

describe('events', () => {
  const withEvents = (...events: DetectorEvent[]) =>
    quietServer({ [`GET ${EVENTS}`]: { total: events.length, events } });

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
    const { http, seen } = quietServer();
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
