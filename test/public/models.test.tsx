import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import type { DetectorStatus } from '../../common/detector';
import { comparison, distribution, keptModel } from '../builders/model';
import { aDetector } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DETECTOR = '/api/anomaly_detector/detectors/{id}';
const MODEL = `${DETECTOR}/models/{modelId}`;
const PAGE = {
  path: '/detectors/detector-1/models',
  search: '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z',
};

const second = keptModel({ id: 'model-2', number: 2, createdAt: '2026-02-28T00:00:30.000Z' });
const third = keptModel({
  id: 'model-3',
  number: 3,
  assessment: {
    with: { id: 'model-2', number: 2 },
    comparison: comparison({
      added: { warning: 4, minor: 1, major: 0, critical: 0 },
      dropped: { warning: 2, minor: 0, major: 1, critical: 0 },
    }),
    worse: [],
    changes: [],
  },
});
const fourth = keptModel({
  id: 'model-4',
  number: 4,
  assessment: {
    with: { id: 'model-3', number: 3 },
    comparison: null,
    worse: ['It knows 4 entities, and model 3 knows 10.'],
    changes: [],
  },
});

const serverWith = (
  models = [third, second],
  { status, more = {} }: { status?: Partial<DetectorStatus>; more?: Record<string, unknown> } = {}
) =>
  fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aDetector({ status })], broken: [] },
    [`GET ${DETECTOR}/models`]: { models, broken: [], activeModelId: 'model-3' },
    [`GET ${MODEL}`]: { ...second, isActive: false, records: 12 },
    ...more,
  });

const rowOf = async (number: number): Promise<HTMLElement> => {
  const link = await screen.findByLabelText(`Report of model ${number}`);
  return link.closest('tr')!;
};

const subject = async (name: string, within: ParentNode = document): Promise<Element> =>
  waitFor(() => {
    const found = within.querySelector(`[data-test-subj="${name}"]`);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  });
const dialog = async () =>
  within((await subject('confirmModalTitleText')).closest<HTMLElement>('.euiModal')!);

describe('the models of a detector', () => {
  it('stand in a table: which is in use, what it learned from, what it changed', async () => {
    renderPage(serverWith().http, PAGE);
    const active = within(await rowOf(3));
    expect(active.getByText('In use')).toBeTruthy();
    expect(active.getByText(/by schedule/)).toBeTruthy();
    expect(active.getByText('28 days')).toBeTruthy();
    expect(active.getByText('80,000')).toBeTruthy();
    expect(active.getByText('+5 / −3 (+0 / −1 major or critical)')).toBeTruthy();
    expect(within(await rowOf(2)).queryByText('In use')).toBeNull();
  });

  it('that look worse are marked and not used', async () => {
    renderPage(serverWith([fourth, third]).http, PAGE);
    expect(within(await rowOf(4)).getByText('Looks worse')).toBeTruthy();
    expect(within(await rowOf(3)).queryByText('Looks worse')).toBeNull();
  });

  it('are activated after it is said that an older one stays', async () => {
    const { http, seen } = serverWith([third, second], {
      more: { [`POST ${MODEL}/_activate`]: aDetector() },
    });
    renderPage(http, PAGE);
    fireEvent.click(await subject('activateModel', await rowOf(2)));
    const asked = await dialog();
    expect(asked.getByText(/it stays in use: newer models are trained and stored/)).toBeTruthy();
    expect(seen(`POST ${MODEL}/_activate`)).toEqual([]);
    fireEvent.click(asked.getByText('Activate'));
    await waitFor(() =>
      expect(seen(`POST ${MODEL}/_activate`)).toMatchObject([
        { path: '/api/anomaly_detector/detectors/detector-1/models/model-2/_activate' },
      ])
    );
  });

  it('say who chose the one in use, and offer to follow the newest again', async () => {
    const status = {
      activeModelId: 'model-2',
      activeModelNumber: 2,
      chosenModel: { by: 'ada', at: '2026-03-01T08:00:00.000Z' },
    };
    renderPage(serverWith([third, second], { status }).http, PAGE);
    expect(await screen.findByText(/^ada chose model 2 on 2026-03-01 08:00/)).toBeTruthy();
    fireEvent.click(await screen.findByText('Use the newest model again'));
    const asked = await dialog();
    expect(asked.getByText('Activate model 3?')).toBeTruthy();
    expect(asked.getByText(/with each newer model once that is trained/)).toBeTruthy();
  });

  it('are deleted after it is said how many anomalies refer to them', async () => {
    const { http, seen } = serverWith([third, second], {
      more: { [`DELETE ${MODEL}`]: undefined },
    });
    renderPage(http, PAGE);
    fireEvent.click(await subject('euiCollapsedItemActionsButton', await rowOf(2)));
    fireEvent.click(await subject('deleteModel'));
    expect(await screen.findByText(/^12 anomalies were scored with it/)).toBeTruthy();
    fireEvent.click((await dialog()).getByText('Delete'));
    await waitFor(() =>
      expect(seen(`DELETE ${MODEL}`)).toMatchObject([{ query: { force: 'true' } }])
    );
  });

  it('are reported on with their scores in words, and compared with another', async () => {
    const { http, seen } = serverWith([third, second], {
      more: {
        [`GET ${MODEL}/comparison`]: {
          model: { id: 'model-2', number: 2 },
          with: { id: 'model-3', number: 3 },
          comparison: comparison({
            own: distribution({ records: { warning: 17, minor: 3, major: 2, critical: 5 } }),
          }),
        },
      },
    });
    renderPage(http, PAGE);
    fireEvent.click(await screen.findByLabelText('Report of model 2'));
    const report = within(await screen.findByRole('dialog'));
    expect(report.getByText(/^Of 2,880 buckets 1 are critical, 1 major, 2 minor/)).toBeTruthy();
    expect(await report.findByText('17')).toBeTruthy();
    expect(seen(`GET ${MODEL}/comparison`)).toMatchObject([{ query: { with: 'model-3' } }]);
  });

  it('are told to find the same anomalies where only severities differ', async () => {
    const compared = comparison({
      own: distribution({ records: { warning: 12, minor: 2, major: 9, critical: 4 } }),
      other: distribution({ records: { warning: 12, minor: 2, major: 7, critical: 6 } }),
    });
    const fifth = keptModel({
      id: 'model-5',
      number: 5,
      assessment: {
        with: { id: 'model-3', number: 3 },
        comparison: compared,
        worse: [],
        changes: [],
      },
    });
    const { http } = serverWith([third, fifth], {
      more: {
        [`GET ${MODEL}/comparison`]: {
          model: { id: 'model-5', number: 5 },
          with: { id: 'model-3', number: 3 },
          comparison: compared,
        },
      },
    });
    renderPage(http, PAGE);
    expect(within(await rowOf(5)).getByText('other severities only')).toBeTruthy();
    fireEvent.click(await screen.findByLabelText('Report of model 5'));
    expect(await screen.findByText('The same anomalies, some of another severity.')).toBeTruthy();
  });

  it('are said to be gone when one is removed while its report is opened', async () => {
    const { http } = serverWith([third, second], {
      more: { [`GET ${MODEL}`]: refusal(404, 'Model "model-2" is no longer kept.') },
    });
    renderPage(http, PAGE);
    fireEvent.click(await screen.findByLabelText('Report of model 2'));
    const said = await subject('modelNotKept');
    expect(said.textContent).toMatch(/The model is no longer kept.*stay as they were/);
  });

  it('that are kept by their reports alone say that they cannot be compared', async () => {
    const stripped = keptModel({ ...second, isWhole: false });
    renderPage(serverWith([third, stripped]).http, PAGE);
    fireEvent.click(await screen.findByLabelText('Report of model 2'));
    expect(await screen.findByText(/nothing left that could score/)).toBeTruthy();
  });

  it('say that one is gone when it is compared with another', async () => {
    const { http } = serverWith([third, second], {
      more: { [`GET ${MODEL}/comparison`]: refusal(404, 'Model "model-2" is no longer kept.') },
    });
    renderPage(http, PAGE);
    fireEvent.click(await screen.findByLabelText('Report of model 3'));
    expect((await subject('modelNotKept')).textContent).toMatch(/The model is no longer kept/);
  });

  it('can only be looked at without the right to change them', async () => {
    renderPage(serverWith().http, { ...PAGE, rights: { show: true, save: false } });
    await rowOf(3);
    expect(document.querySelector('[data-test-subj="activateModel"]')).toBeNull();
    expect(screen.queryByText('Retrain')).toBeNull();
  });
});
