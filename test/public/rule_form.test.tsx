import { EuiProvider } from '@elastic/eui';
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import React, { useState } from 'react';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import type { Detector } from '../../common/detector';
import type { RulePreviewResponse } from '../../common/rule_preview';
import { createDetectorApi } from '../../public/api/detector_api';
import { timeFormatOf } from '../../public/app/time_format';
import { AnomalyRuleForm, validateAnomalyRule } from '../../public/rule_form/anomaly_rule_form';
import { CreateRuleProvider } from '../../public/rule_form/create_rule';
import { CreateRuleButton } from '../../public/rule_form/create_rule_button';
import { AnomalyMenu } from '../../public/app/quiet_times/anomaly_menu';
import { AppServicesProvider } from '../../public/app/app_services';
import type { QuietActions } from '../../public/app/quiet_times/use_quiet_actions';
import { aDetector as detector, aRecord } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { appServices } from './builders/render_page';

configure({ testIdAttribute: 'data-test-subj' });

const DETECTORS = 'GET /api/anomaly_detector/detectors';
const ENTITIES = 'GET /internal/anomaly_detector/detectors/{id}/entities';
const PREVIEW = 'POST /internal/anomaly_detector/rules/_preview';

const found = (changes: Partial<RulePreviewResponse> = {}): RulePreviewResponse => ({
  hours: 24,
  alerts: 3,
  entities: 2,
  more: false,
  stopped: 0,
  latest: [
    {
      entity: 'checkout',
      detectorName: 'Shop',
      start: '2026-03-02T10:00:00.000Z',
      end: '2026-03-02T10:15:00.000Z',
      score: 81,
      description: 'p95 response time 812 ms, 4.2 times the typical 193 ms',
    },
  ],
  ...changes,
});

/** The form as Kibana shows it: Kibana holds the params. */
function renderForm(
  initial: Partial<AnomalyRuleParams>,
  preview: unknown = found(),
  { detectors = [detector()], entities = 3 }: { detectors?: Detector[]; entities?: number } = {}
) {
  const server = fakeServer({
    [DETECTORS]: { detectors, broken: [] },
    [ENTITIES]: {
      entities: Array.from({ length: entities }, (_, number) => ({
        entity: `svc-${number}`,
        values: [`svc-${number}`],
        typicalPerBucket: 10,
      })),
    },
    [PREVIEW]: preview,
  });
  const held: { params: Partial<AnomalyRuleParams> } = { params: initial };
  function Kibana() {
    const [params, setParams] = useState(initial);
    held.params = params;
    return (
      <EuiProvider colorMode="light">
        <AnomalyRuleForm
          ruleParams={params}
          setRuleParams={(key, value) => setParams((before) => ({ ...before, [key]: value }))}
          errors={validateAnomalyRule(params).errors}
          api={createDetectorApi(server.http)}
          timeFormat={timeFormatOf((key) => (key === 'dateFormat:tz' ? 'UTC' : 'YYYY-MM-DD HH:mm'))}
        />
      </EuiProvider>
    );
  }
  render(<Kibana />);
  return { ...server, held };
}

describe('the form of an anomaly rule', () => {
  it('begins with what is useful: major anomalies of every entity of every detector', async () => {
    const { held } = renderForm({});
    await waitFor(() =>
      expect(held.params).toEqual({
        detectorIds: [],
        entities: [],
        filter: '',
        minScore: 50,
        signals: [],
        minBuckets: 1,
        includeInterim: true,
        coolDown: '30m',
      })
    );
  });

  it('keeps what it is opened with', async () => {
    const { held } = renderForm({ detectorIds: ['d1'], entities: ['checkout'] });
    await waitFor(() => expect(held.params.minScore).toBe(50));
    expect(held.params).toMatchObject({ detectorIds: ['d1'], entities: ['checkout'] });
  });

  it('says what the rule would have told', async () => {
    const { seen } = renderForm({ minScore: 75 });
    await screen.findByText('In the last 24 hours this rule would have alerted 3 times.');
    screen.getByText(/That is 2 entities, the latest:/);
    screen.getByText(/2026-03-02 10:00, checkout: p95 response time 812 ms/);
    expect(seen(PREVIEW).at(-1)!.body).toMatchObject({ params: { minScore: 75 } });
  });

  it.each([
    [0, 'not have alerted'],
    [1, 'have alerted once'],
  ])('counts %d alerts as %s', async (alerts, words) => {
    renderForm({}, found({ alerts, entities: alerts, latest: [] }));
    await screen.findByText(`In the last 24 hours this rule would ${words}.`);
  });

  it('says that nothing is told of detectors that are stopped', async () => {
    renderForm({}, found({ alerts: 0, entities: 0, latest: [], stopped: 2 }));
    await screen.findByText(/2 of its detectors are stopped: a rule tells nothing of a stopped/);
  });

  it('asks anew when something is chosen', async () => {
    const { seen, held } = renderForm({});
    await screen.findByText(/would have alerted/);
    fireEvent.change(screen.getByTestId('anomalyRuleSeverity'), { target: { value: 'critical' } });
    expect(held.params.minScore).toBe(75);
    await waitFor(() =>
      expect(seen(PREVIEW).at(-1)!.body).toMatchObject({ params: { minScore: 75 } })
    );
  });

  it('says what is wrong as one types, and asks nothing until it is mended', async () => {
    const { seen } = renderForm({ coolDown: '30m' });
    await screen.findByText(/would have alerted/);
    const asked = seen(PREVIEW).length;
    fireEvent.change(screen.getByTestId('anomalyRuleCoolDown'), { target: { value: '30' } });
    screen.getByText('Give a duration from 1m to 7d, such as 30m.');
    await screen.findByText(/Mend what is marked above/);
    expect(seen(PREVIEW)).toHaveLength(asked);
  });

  it('takes a score where no severity fits', () => {
    renderForm({ minScore: 60 });
    fireEvent.change(screen.getByLabelText('Least score'), { target: { value: '10' } });
    screen.getByText('Give a whole number from 25 to 100.');
  });

  describe('of many entities', () => {
    it('says what an action for each costs, and what to choose in its place', async () => {
      renderForm({}, found(), { entities: 1_000 });
      await screen.findByText('Up to 1,000 entities can alert at once');
      screen.getByText(/choose “Summary of alerts” on each check interval/);
    });

    it('counts those that a started detector without a model may come to know', async () => {
      const learning = detector({
        status: { activeModelId: null },
        settings: { maxEntities: 500 },
      });
      renderForm({}, found(), { detectors: [learning] });
      await screen.findByText('Up to 500 entities can alert at once');
    });

    it('says nothing of it when few are watched or chosen, or the detector is stopped', async () => {
      const stopped = { ...detector({ status: { activeModelId: null } }), enabled: false };
      renderForm({}, found(), { detectors: [stopped] });
      await screen.findByText(/would have alerted/);
      renderForm({ entities: ['svc-1'] }, found(), { entities: 1_000 });
      await waitFor(() => expect(screen.getAllByText(/would have alerted/)).toHaveLength(2));
      expect(screen.queryByTestId('anomalyRuleManyAlerts')).toBeNull();
    });
  });

  it('shows why there is no preview', async () => {
    renderForm({}, refusal(403, 'A privilege is missing while reading anomalies.'));
    await screen.findByText('A privilege is missing while reading anomalies.');
  });
});

describe('the params of an anomaly rule', () => {
  it('are refused part by part', () => {
    const { errors } = validateAnomalyRule({
      minScore: Number.NaN,
      minBuckets: 0,
      signals: ['Latency'],
    });
    expect(Object.keys(errors).sort()).toEqual(['minBuckets', 'minScore', 'signals']);
  });

  it('may be left out', () => expect(validateAnomalyRule({})).toEqual({ errors: {} }));
});

describe('making a rule from the app', () => {
  const opened = jest.fn();
  const triggersActionsUi = {
    getAddRuleFlyout: (props: object) => {
      opened(props);
      return <p>form</p>;
    },
  };
  const renderButton = (mayCreate: boolean, plugin?: typeof triggersActionsUi) =>
    render(
      <EuiProvider colorMode="light">
        <CreateRuleProvider triggersActionsUi={plugin} mayCreate={mayCreate}>
          <CreateRuleButton detector={detector()} />
        </CreateRuleProvider>
      </EuiProvider>
    );

  it('opens Kibana’s form with the detector chosen', () => {
    renderButton(true, triggersActionsUi);
    fireEvent.click(screen.getByText('Create rule'));
    screen.getByText('form');
    expect(opened).toHaveBeenCalledWith(
      expect.objectContaining({
        ruleTypeId: 'anomalyDetector.anomaly',
        initialValues: {
          name: `Anomalies of ${detector().settings.name}`,
          params: { detectorIds: [detector().id], entities: [], minScore: 50 },
        },
      })
    );
  });

  it.each([
    [83, 50],
    [50, 50],
    [30, 25],
    [4, 25],
  ])(
    'begins from an anomaly of score %d with its entity, and scores from %d',
    (score, minScore) => {
      const actions = { busy: false } as QuietActions;
      render(
        <AppServicesProvider value={appServices(fakeServer({}).http)}>
          <CreateRuleProvider triggersActionsUi={triggersActionsUi} mayCreate>
            <AnomalyMenu record={aRecord({ record_score: score })} actions={actions} />
          </CreateRuleProvider>
        </AppServicesProvider>
      );
      fireEvent.click(screen.getByLabelText(/^Actions on checkout/));
      fireEvent.click(screen.getByText('Create rule for checkout'));
      expect(opened).toHaveBeenLastCalledWith(
        expect.objectContaining({
          initialValues: {
            name: 'Anomalies of checkout',
            params: { detectorIds: [aRecord().detector_id], entities: ['checkout'], minScore },
          },
        })
      );
    }
  );

  it('is not offered without rules, or without the right', () => {
    renderButton(true);
    renderButton(false, triggersActionsUi);
    expect(screen.queryByText('Create rule')).toBeNull();
  });
});
