import { EuiProvider } from '@elastic/eui';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';

import type { TaskStates } from '../../common/run';
import { AppServicesProvider } from '../../public/app/app_services';
import { ScheduleTab } from '../../public/app/schedule/schedule_tab';
import { scheduleFaults, settingsWith, valuesOf } from '../../public/app/schedule/schedule_fields';
import { aDetector, aSettings } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { appServices } from './builders/render_page';

const DETECTOR = '/api/anomaly_detector/detectors/{id}';
const STOPPED: TaskStates = { training: null, scoring: null };

function show({
  detector = aDetector(),
  tasks = STOPPED,
  save = true,
  answers = {},
}: {
  detector?: ReturnType<typeof aDetector>;
  tasks?: TaskStates;
  save?: boolean;
  answers?: Record<string, unknown>;
} = {}) {
  const server = fakeServer({
    [`GET ${DETECTOR}`]: { ...detector, historicalAnalysis: null, tasks },
    [`GET ${DETECTOR}/scheduled_runs`]: { total: 0, runs: [] },
    [`PUT ${DETECTOR}`]: { ...detector, retrainingNeeded: false, retrainingBecauseOf: [] },
    ...answers,
  });
  const told: unknown[] = [];
  const toasts = {
    addSuccess: (toast: unknown) => told.push(toast),
    addWarning: () => {},
    addDanger: (toast: unknown) => told.push(toast),
  };
  let changes = 0;
  render(
    <EuiProvider colorMode="light">
      <AppServicesProvider
        value={appServices(server.http, { rights: { show: true, save }, toasts })}
      >
        <ScheduleTab detector={detector} refresh={0} onChanged={() => changes++} />
      </AppServicesProvider>
    </EuiProvider>
  );
  return { ...server, told, changes: () => changes };
}

describe('the schedule of a detector', () => {
  it('says when each kind of run was last and is next', async () => {
    const detector = aDetector({
      status: {
        lastScoring: {
          at: '2026-03-01T10:00:00.000Z',
          durationMs: 1_234,
          buckets: 48,
          entities: 2,
          records: 1,
          error: null,
          fault: null,
          failingSince: null,
        },
      },
    });
    show({
      detector,
      tasks: {
        training: {
          state: 'running',
          nextRun: null,
          runningSince: '2026-03-01T09:00:00.000Z',
        },
        scoring: { state: 'waiting', nextRun: '2026-03-01T10:01:00.000Z', runningSince: null },
      },
    });
    expect(await screen.findByText('Runs now, since 2026-03-01 09:00')).toBeTruthy();
    expect(screen.getByText('2026-03-01 10:01')).toBeTruthy();
    expect(screen.getByText('2026-03-01 10:00, in 1.2 s: 48 buckets of 2 entities')).toBeTruthy();
  });

  it('runs the training now, and says so', async () => {
    const run = `POST ${DETECTOR}/_run`;
    const { seen, told, changes } = show({ answers: { [run]: { state: 'due' } } });
    fireEvent.click(await screen.findByLabelText('Run the training now'));
    await waitFor(() => expect(told).toEqual(['It runs within seconds']));
    expect(seen(run)[0].body).toEqual({ kind: 'training' });
    expect(changes()).toBe(1);
  });

  it('says why a run cannot be now', async () => {
    const answers = { [`POST ${DETECTOR}/_run`]: refusal(409, 'Start the detector first.') };
    const { told } = show({ answers });
    fireEvent.click(await screen.findByLabelText('Run the scoring now'));
    await waitFor(() => expect(told).toMatchObject([{ text: 'Start the detector first.' }]));
  });

  it('cannot be run while the detector is stopped', async () => {
    show({ detector: aDetector({ enabled: false }) });
    const button = await screen.findByLabelText('Run the training now');
    expect(button).toHaveProperty('disabled', true);
    expect(screen.getAllByText('None: the detector is stopped')).toHaveLength(2);
  });

  it('is saved with all other settings as they were', async () => {
    const detector = aDetector({ settings: { description: 'ours', queryDelay: '60s' } });
    const { seen, changes } = show({ detector });
    fireEvent.change(await screen.findByLabelText('Train a new model every'), {
      target: { value: '6h' },
    });
    fireEvent.change(screen.getByLabelText('Query delay'), { target: { value: '2m' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(changes()).toBe(1));
    expect(seen(`PUT ${DETECTOR}`)[0].body).toMatchObject({
      description: 'ours',
      queryDelay: '2m',
      schedule: { scoreEvery: '1m', trainEvery: '6h', trainingWindow: '28d' },
    });
  });

  it('is not saved with what is not allowed, and says what is', async () => {
    show();
    fireEvent.change(await screen.findByLabelText('Look for anomalies every'), {
      target: { value: '10s' },
    });
    expect(screen.getByText(/such as "5m": from 30 seconds to 1 day/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
  });

  it('is only looked at by those who may not change it', async () => {
    show({ save: false });
    await screen.findByText('Schedule and retention');
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
    expect(screen.queryByLabelText('Run the training now')).toBeNull();
  });

  it('says when it is not kept', async () => {
    const message = 'Scoring is behind its schedule.';
    const since = '2026-03-01T10:00:00.000Z';
    show({
      detector: aDetector({ status: { health: [{ kind: 'behind_schedule', message, since }] } }),
    });
    expect(await screen.findByText(message)).toBeTruthy();
  });

  it('shows how the runs went', async () => {
    const runs = [
      {
        kind: 'scoring',
        startedAt: '2026-03-01T10:00:00.000Z',
        at: '2026-03-01T10:00:02.000Z',
        durationMs: 2_000,
        buckets: 0,
        entities: 0,
        records: 0,
        error: 'Elasticsearch did not answer.',
        node: 'kibana-2:5602',
      },
    ];
    const { seen } = show({ answers: { [`GET ${DETECTOR}/scheduled_runs`]: { total: 1, runs } } });
    expect(await screen.findByText('Elasticsearch did not answer.')).toBeTruthy();
    expect(screen.getByText('kibana-2:5602')).toBeTruthy();
    fireEvent.click(screen.getByText('Trainings'));
    await waitFor(() =>
      expect(seen(`GET ${DETECTOR}/scheduled_runs`).map(({ query }) => query)).toEqual([
        { kind: 'scoring', size: 20 },
        { kind: 'training', size: 20 },
      ])
    );
  });
});

describe('the values of a schedule', () => {
  it('are those of the settings, and go back where they came from', () => {
    const settings = aSettings({ recordRetention: '30d' });
    expect(settingsWith(settings, valuesOf(settings))).toEqual(settings);
    expect(scheduleFaults(valuesOf(settings))).toEqual({});
  });

  it('are wrong beyond their limits, each by itself', () => {
    const values = { ...valuesOf(aSettings()), trainEvery: '31d', queryDelay: 'soon' };
    expect(Object.keys(scheduleFaults(values))).toEqual(['trainEvery', 'queryDelay']);
  });
});
