import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { aDetector, aRun } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

configure({ testIdAttribute: 'data-test-subj' });

/** In a minute that is whole, so that it is shown as it is. */
const SCORED_AT = Math.floor(Date.now() / 60_000) * 60_000;
const shown = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

const DETECTOR = 'api/anomaly_detector/detectors/{id}';
const shop = aDetector({
  id: 'shop',
  settings: {
    name: 'Shop',
    schedule: { scoreEvery: '5m', trainEvery: '1d', trainingWindow: '7d' },
  },
  status: {
    lastScoring: {
      at: new Date(SCORED_AT).toISOString(),
      durationMs: 1,
      buckets: 1,
      entities: 1,
      records: 0,
      error: null,
      fault: null,
      failingSince: null,
    },
  },
});
const billing = aDetector({
  id: 'billing',
  enabled: false,
  settings: { name: 'Billing', indexPattern: 'logs-billing' },
  status: { state: 'stopped' },
});

const renderTable = (
  answers: Record<string, unknown> = {},
  rights = { show: true, save: true }
) => {
  const server = fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [shop, billing], broken: [] },
    'GET /internal/anomaly_detector/overview': {
      intervalMs: 900_000,
      detectors: [
        {
          id: 'shop',
          counts: { critical: 2, major: 0, minor: 3, warning: 0 },
          cells: [{ time: Date.now() - 3_600_000, score: 80 }],
        },
      ],
    },
    ...answers,
  });
  return { ...server, ...renderPage(server.http, { path: '/detectors', rights }) };
};
const rowOf = async (name: string) =>
  within((await screen.findByText(name)).closest('tr') ?? document.body);
const actionsOf = async (name: string) =>
  fireEvent.click(await (await rowOf(name)).findByLabelText(/All actions/));

describe('the detectors', () => {
  it('stand in a table: state, last and next run, and what was found in a day by severity', async () => {
    renderTable();

    const row = await rowOf('Shop');
    for (const text of ['Running', shown(SCORED_AT), shown(SCORED_AT + 5 * 60_000)]) {
      expect(row.getByText(text)).toBeTruthy();
    }
    expect(await row.findByText('2 critical')).toBeTruthy();
    expect(row.getByText('3 minor')).toBeTruthy();
    expect(row.getByRole('img', { name: /Highest anomaly scores of Shop/ })).toBeTruthy();
    expect((await rowOf('Billing')).getByText('None')).toBeTruthy();
  });

  it('are searched by name and index pattern', async () => {
    renderTable();
    await screen.findByText('Shop');

    fireEvent.keyUp(screen.getByRole('searchbox'), { target: { value: 'logs-billing' } });

    await waitFor(() => expect(screen.queryByText('Shop')).toBeNull());
    expect(screen.getByText('Billing')).toBeTruthy();
  });

  it('are searched for what is pasted, without a key pressed', async () => {
    renderTable();
    await screen.findByText('Shop');

    fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'logs-billing' } });

    await waitFor(() => expect(screen.queryByText('Shop')).toBeNull());
    expect(screen.getByText('Billing')).toBeTruthy();
  });

  it('are started and stopped together, and those that could not be are named', async () => {
    const { seen, dangers } = renderTable({
      [`POST /${DETECTOR}/_stop`]: ({ path }: { path: string }) =>
        path.includes('shop') ? shop : refusal(503, 'Elasticsearch does not answer.'),
    });
    await screen.findByText('Shop');

    fireEvent.click(screen.getByTestId('checkboxSelectAll'));
    fireEvent.click(await screen.findByTestId('bulk-stop'));

    await waitFor(() => expect(seen(`POST /${DETECTOR}/_stop`)).toHaveLength(2));
    await waitFor(() =>
      expect(dangers).toMatchObject([
        { title: '"Billing" could not be stopped', text: 'Elasticsearch does not answer.' },
      ])
    );
  });

  it('are trained on their training window', async () => {
    const { seen } = renderTable({ [`POST /${DETECTOR}/_train`]: aRun() });

    await actionsOf('Shop');
    fireEvent.click(await screen.findByText('Train now'));

    await waitFor(() => expect(seen(`POST /${DETECTOR}/_train`)).toHaveLength(1));
    const { from, to } = seen(`POST /${DETECTOR}/_train`)[0].body as { from: string; to: string };
    expect(Date.parse(to) - Date.parse(from)).toBe(7 * 86_400_000);
  });

  it('are cloned with their settings under another name', async () => {
    const { seen } = renderTable({ 'POST /api/anomaly_detector/detectors': billing });

    await actionsOf('Billing');
    fireEvent.click(await screen.findByText('Clone'));

    await waitFor(() =>
      expect(seen('POST /api/anomaly_detector/detectors')).toMatchObject([
        { body: { name: 'Copy of Billing', indexPattern: 'logs-billing' } },
      ])
    );
  });

  describe('as a file', () => {
    const EXPORT = 'GET /api/anomaly_detector/detectors/_export';
    const IMPORT = 'POST /api/anomaly_detector/detectors/_import';
    const exported = (name: string) => ({
      ...{ format: 'anomaly-detector/detectors', version: 1 },
      exportedAt: '2026-03-01T10:00:00.000Z',
      detectors: [{ settings: { name } }],
    });
    const choose = async (contents: string) => {
      fireEvent.click(await screen.findByTestId('importDetectors'));
      const input = await screen.findByTestId('importFile');
      const file = new File([contents], 'shops.json', { type: 'application/json' });
      // The file of jsdom cannot be read as that of a browser can.
      Object.defineProperty(file, 'text', { value: () => Promise.resolve(contents) });
      fireEvent.change(input, { target: { files: [file] } });
    };

    it('are exported together, and what is not in the file is said', async () => {
      const saved: Array<{ name: string; blob: Blob }> = [];
      let blob = new Blob();
      URL.createObjectURL = (made) => {
        blob = made as Blob;
        return 'blob:1';
      };
      URL.revokeObjectURL = () => {};
      const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
        this: HTMLAnchorElement
      ) {
        saved.push({ name: this.download, blob });
      });
      const { seen, dangers } = renderTable({
        [EXPORT]: ({ query }: { query: { id: string } }) =>
          query.id === 'shop'
            ? { ...exported('Shop'), broken: [], omitted: [] }
            : refusal(403, 'You may not.'),
      });
      await screen.findByText('Shop');
      fireEvent.click(screen.getByTestId('checkboxSelectAll'));
      fireEvent.click(await screen.findByTestId('bulk-export'));

      await waitFor(() => expect(saved).toHaveLength(1));
      expect(seen(EXPORT)).toHaveLength(2);
      expect(saved[0].name).toBe('detectors.json');
      const contents = await new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result as string);
        reader.readAsText(saved[0].blob);
      });
      expect(JSON.parse(contents)).toEqual(exported('Shop'));
      expect(dangers).toMatchObject([
        { title: '"Billing" could not be exported', text: 'You may not.' },
      ]);
      click.mockRestore();
    });

    it('are imported one after the other, and each is told of', async () => {
      const { seen } = renderTable({
        [IMPORT]: ({ body }: { body: { detectors: Array<{ settings: { name: string } }> } }) => {
          const [{ settings }] = body.detectors;
          const isNew = settings.name === 'Shop 2';
          return {
            detectors: [
              {
                ...{ name: settings.name, id: null },
                outcome: isNew ? 'created' : 'failed',
                message: isNew ? null : 'You may not read logs-shop.',
              },
            ],
          };
        },
      });
      const { detectors } = exported('Shop');
      await choose(
        JSON.stringify({
          ...exported('Shop'),
          detectors: [...detectors, { settings: { name: 'Shop 2' } }],
        })
      );
      fireEvent.click(
        screen.getByLabelText('Give detectors of the same name the settings of the file')
      );
      await waitFor(() =>
        expect(screen.getByTestId('importConfirm').hasAttribute('disabled')).toBe(false)
      );
      fireEvent.click(screen.getByTestId('importConfirm'));

      expect(await screen.findByText('Created, and stopped until you start it')).toBeTruthy();
      expect(screen.getByText('You may not read logs-shop.')).toBeTruthy();
      expect(seen(IMPORT)).toMatchObject([
        { query: { overwrite: true }, body: { detectors: [{ settings: { name: 'Shop' } }] } },
        { query: { overwrite: true }, body: { detectors: [{ settings: { name: 'Shop 2' } }] } },
      ]);
    });

    it('are left as they are where one of the name has other settings', async () => {
      const { seen } = renderTable({
        [IMPORT]: () => ({
          detectors: [
            {
              ...{ name: 'Shop', id: 'shop', outcome: 'conflict' },
              message: 'To give it the settings of the file, import with overwrite=true.',
            },
          ],
        }),
      });
      await choose(JSON.stringify(exported('Shop')));
      await waitFor(() =>
        expect(screen.getByTestId('importConfirm').hasAttribute('disabled')).toBe(false)
      );
      fireEvent.click(screen.getByTestId('importConfirm'));

      expect(await screen.findByText(/Left as it is: a detector of this name/)).toBeTruthy();
      expect(seen(IMPORT)).toMatchObject([{ query: { overwrite: false } }]);
    });

    it.each([
      ['{', 'shops.json is no file of exported detectors: it holds no JSON'],
      ['{"format":"other"}', /shops\.json is no file of exported detectors: .*format/],
      [JSON.stringify({ ...exported('Shop'), detectors: [] }), /shops\.json holds no detectors/],
    ])('are refused in words where it is none: %s', async (contents, words) => {
      const { seen } = renderTable();
      await choose(contents);
      expect(await screen.findByText(words)).toBeTruthy();
      expect(screen.getByTestId('importConfirm').hasAttribute('disabled')).toBe(true);
      expect(seen(IMPORT)).toHaveLength(0);
    });
  });

  it('are deleted only when that is confirmed, with their anomalies or without', async () => {
    const { seen } = renderTable({ [`DELETE /${DETECTOR}`]: undefined });

    await actionsOf('Billing');
    fireEvent.click(await screen.findByText('Delete'));
    await screen.findByText('Delete 1 detector?');
    expect(seen(`DELETE /${DETECTOR}`)).toHaveLength(0);
    fireEvent.click(screen.getByLabelText('Keep the anomalies that were found'));
    fireEvent.click(screen.getByTestId('confirmModalConfirmButton'));

    await waitFor(() =>
      expect(seen(`DELETE /${DETECTOR}`)).toMatchObject([
        { path: '/api/anomaly_detector/detectors/billing', query: { keepRecords: true } },
      ])
    );
  });

  it('offer nothing to do to who may only look', async () => {
    renderTable({}, { show: true, save: false });

    await screen.findByText('Shop');
    expect(screen.queryByLabelText(/All actions/)).toBeNull();
    expect(screen.queryByLabelText('Select all rows')).toBeNull();
    expect(screen.queryByText('New detector')).toBeNull();
  });
});
