import { EuiProvider } from '@elastic/eui';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';

import type { DetectorMessage } from '../../common/messages';
import { AppServicesProvider } from '../../public/app/app_services';
import { MessagesTab } from '../../public/app/messages/messages_tab';
import { aDetector } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { appServices } from './builders/render_page';

const MESSAGES = 'GET /api/anomaly_detector/detectors/{id}/messages';

const aMessage = (changed: Partial<DetectorMessage> = {}): DetectorMessage => ({
  id: 'message-1',
  time: '2026-03-01T10:00:00.000Z',
  lastTime: '2026-03-01T10:00:00.000Z',
  count: 1,
  level: 'info',
  kind: 'started',
  text: 'Started by ada.',
  node: 'kibana-1:5601',
  ...changed,
});

function show(answer: unknown) {
  const server = fakeServer({ [MESSAGES]: answer });
  render(
    <EuiProvider colorMode="light">
      <AppServicesProvider value={appServices(server.http)}>
        <MessagesTab detector={aDetector()} refresh={0} />
      </AppServicesProvider>
    </EuiProvider>
  );
  return server;
}

describe('the messages of a detector', () => {
  it('say when, how bad, what and where', async () => {
    show({ total: 1, messages: [aMessage({ level: 'warning' })] });
    expect(await screen.findByText('Started by ada.')).toBeTruthy();
    expect(screen.getByText('2026-03-01 10:00')).toBeTruthy();
    expect(screen.getByText('Warning')).toBeTruthy();
    expect(screen.getByText('kibana-1:5601')).toBeTruthy();
  });

  it('have times as they are shown elsewhere', async () => {
    const at = '2026-03-01T10:05:00.000Z';
    show({ total: 1, messages: [aMessage({ text: `Scored up to ${at}.` })] });
    expect(await screen.findByText('Scored up to 2026-03-01 10:05.')).toBeTruthy();
  });

  it('have such times also where they say why they could not be read', async () => {
    show(refusal(503, 'Elasticsearch is away since 2026-03-01T10:05:00.000Z.'));
    expect(await screen.findByText('Elasticsearch is away since 2026-03-01 10:05.')).toBeTruthy();
  });

  it('say how often one came, and since when', async () => {
    const repeated = aMessage({ count: 42, lastTime: '2026-03-01T10:41:00.000Z' });
    show({ total: 1, messages: [repeated] });
    expect(await screen.findByText('42 times since 2026-03-01 10:00')).toBeTruthy();
    expect(screen.getByText('2026-03-01 10:41')).toBeTruthy();
  });

  it('are asked for by level, from the first page on', async () => {
    const { seen } = show({ total: 60, messages: [aMessage()] });
    await screen.findByText('Started by ada.');
    fireEvent.click(screen.getByLabelText('Next page'));
    await waitFor(() => expect(seen(MESSAGES)).toHaveLength(2));
    fireEvent.click(screen.getByText('Warnings and errors'));
    await waitFor(() => expect(seen(MESSAGES)).toHaveLength(3));
    expect(seen(MESSAGES).map(({ query }) => query)).toEqual([
      { level: 'info', size: 25, page: 1 },
      { level: 'info', size: 25, page: 2 },
      { level: 'warning', size: 25, page: 1 },
    ]);
  });

  it('may be none', async () => {
    show({ total: 0, messages: [] });
    expect(await screen.findByText('No messages yet.')).toBeTruthy();
  });

  it('say why they could not be read, and are asked for again', async () => {
    let answers = 0;
    show(() =>
      answers++ === 0
        ? refusal(503, 'Elasticsearch is away.')
        : { total: 1, messages: [aMessage()] }
    );
    expect(await screen.findByText('Elasticsearch is away.')).toBeTruthy();
    fireEvent.click(screen.getByText('Try again'));
    expect(await screen.findByText('Started by ada.')).toBeTruthy();
  });
});
