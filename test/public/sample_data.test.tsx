import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';

import { AppServicesProvider } from '../../public/app/app_services';
import { SampleDataButton } from '../../public/app/sample_data/sample_data_button';
import { aDetector } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { appServices } from './builders/render_page';

const SAMPLE_DATA = 'POST /api/anomaly_detector/sample_data';

const shown = (answer: unknown, changed: Parameters<typeof appServices>[1] = {}) => {
  const server = fakeServer({ [SAMPLE_DATA]: answer });
  const added: unknown[] = [];
  render(
    <AppServicesProvider value={appServices(server.http, changed)}>
      <SampleDataButton onAdded={(sample) => added.push(sample)} />
    </AppServicesProvider>
  );
  return { ...server, added };
};

describe('the button for sample logs', () => {
  it('adds them in the time zone that the user sees, and says so when they are there', async () => {
    const sample = { detector: aDetector(), created: 90_000 };
    const { seen, added } = shown(sample);
    fireEvent.click(screen.getByText('Try it with sample API logs'));
    await waitFor(() => expect(added).toEqual([sample]));
    expect(seen(SAMPLE_DATA)[0].body).toEqual({ timeZone: 'UTC' });
  });

  it('tells why they could not be added, and can be tried again', async () => {
    const dangers: unknown[] = [];
    const toasts = {
      addSuccess: () => {},
      addWarning: () => {},
      addDanger: (toast: unknown) => dangers.push(toast),
    };
    shown(refusal(403, 'A privilege is missing.'), { toasts });
    fireEvent.click(screen.getByText('Try it with sample API logs'));
    await waitFor(() =>
      expect(dangers).toEqual([expect.objectContaining({ text: 'A privilege is missing.' })])
    );
    expect(await screen.findByText('Try it with sample API logs')).toBeTruthy();
  });

  it('is not there for users who may only look', () => {
    shown({}, { rights: { show: true, save: false } });
    expect(screen.queryByText('Try it with sample API logs')).toBeNull();
  });
});
