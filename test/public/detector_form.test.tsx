import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import type { DetectorSettings } from '../../common/detector';
import { settings } from '../builders/settings';
import { aNewDetector, aRun } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { describedLogs, foundByPreview } from './builders/logs';
import { renderPage } from './builders/render_page';

const CREATE = 'POST /api/anomaly_detector/detectors';
const START = 'POST /api/anomaly_detector/detectors/{id}/_start';
const TRAIN = 'POST /api/anomaly_detector/detectors/{id}/_train';

const pageWithForm = async (answers: Record<string, unknown>) => {
  const server = fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aNewDetector()], broken: [] },
    ...answers,
  });
  const page = renderPage(server.http, { path: '/detectors' });
  fireEvent.click(await screen.findByText('New detector'));
  await screen.findByLabelText('Name');
  return { ...server, ...page };
};

/** A part of the page, by what it is called for tests. */
const part = (name: string): Promise<HTMLElement> =>
  waitFor(() => {
    const found = document.querySelector<HTMLElement>(`[data-test-subj="${name}"]`);
    if (!found) throw new Error(`There is no ${name}`);
    return found;
  });

const DESCRIBE = 'POST /internal/anomaly_detector/logs/_describe';
const PREVIEW = 'POST /internal/anomaly_detector/preview';

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

/** Gives a field of a combo box that is typed. */
const typeField = (box: HTMLElement, value: string) => {
  fireEvent.change(box, { target: { value } });
  fireEvent.keyDown(box, { key: 'Enter' });
};

describe('describing another index', () => {
  it('creates the detector with what was given and trains it', async () => {
    const { seen, history } = await pageWithForm({
      [CREATE]: aNewDetector({ id: 'detector-2' }),
      [TRAIN]: aRun(),
    });

    type('Name', 'Shop');
    type('Index pattern', 'shop-*');
    fireEvent.click(screen.getByText('Create and train'));

    await waitFor(() => expect(seen(TRAIN)).toHaveLength(1));
    expect(seen(CREATE)[0].body).toEqual(
      JSON.parse(
        JSON.stringify(settings({ name: 'Shop', indexPattern: 'shop-*', timeZone: 'UTC' }))
      )
    );
    expect(seen(TRAIN)[0].path).toContain('detector-2');
    await waitFor(() => expect(history.location.pathname).toBe('/detectors/detector-2'));
  });

  it('starts the detector where it learns from its training window, and says so', async () => {
    const { seen, history } = await pageWithForm({
      [CREATE]: aNewDetector({ id: 'detector-2' }),
      [START]: aNewDetector({ id: 'detector-2', enabled: true }),
      [DESCRIBE]: describedLogs({}, { newest: new Date().toISOString() }),
    });

    type('Name', 'Shop');
    fireEvent.click(await screen.findByText('Create and start'));

    await waitFor(() => expect(seen(START)).toHaveLength(1));
    expect(seen(START)[0].path).toContain('detector-2');
    expect(seen(TRAIN)).toHaveLength(0);
    await waitFor(() => expect(history.location.pathname).toBe('/detectors/detector-2'));
  });

  it('says that a detector stays stopped that learns from other logs', async () => {
    await pageWithForm({ [DESCRIBE]: describedLogs() });
    expect(await screen.findByText(/It learns from these logs and stays stopped/)).toBeTruthy();
  });

  it('says what a sensitivity means in found incidents and false alarms, and sends the chosen one', async () => {
    const { seen } = await pageWithForm({ [CREATE]: aNewDetector(), [TRAIN]: aRun() });

    type('Name', 'Shop');
    const help = () => screen.getByText(/finds \d+ % of incidents/).textContent;
    const medium = help();
    type('Sensitivity', 'high');
    expect(help()).not.toBe(medium);
    fireEvent.click(screen.getByText('Create and train'));

    await waitFor(() => expect(seen(CREATE)).toHaveLength(1));
    expect(seen(CREATE)[0].body).toMatchObject({ sensitivity: 'high' });
  });

  it('says beside the field what is wrong with it, and asks the server nothing', async () => {
    const { seen } = await pageWithForm({});

    type('Index pattern', '*');
    fireEvent.click(screen.getByText('Create and train'));

    expect(
      await screen.findByText('Give the detector a name of 1 to 100 characters.')
    ).toBeTruthy();
    expect(screen.getByText(/"\*" cannot be watched/)).toBeTruthy();
    expect(seen(CREATE)).toHaveLength(0);
  });

  it('watches the metrics that are added, and not those that are removed again', async () => {
    const { seen } = await pageWithForm({ [CREATE]: aNewDetector(), [TRAIN]: aRun() });
    const metric = (number: number) =>
      within(screen.getByRole('group', { name: `Metric ${number}` }));
    const fill = (number: number, label: string, value: string) =>
      fireEvent.change(metric(number).getByLabelText(label), { target: { value } });

    type('Name', 'Shop');
    for (const _ of [1, 2, 3]) fireEvent.click(screen.getByText('Add a metric'));
    fill(1, 'Metric name', 'mistake');
    fill(2, 'Metric name', 'cart_value');
    typeField(metric(2).getByLabelText('Field'), 'cart.value');
    fill(3, 'Metric name', 'big_carts');
    fill(3, 'Aggregation', 'percentile');
    fill(3, 'Percent', '99.5');
    typeField(metric(3).getByLabelText('Field'), 'cart.value');
    fill(3, 'Unusual values', 'high');
    fireEvent.click(screen.getByLabelText('Remove metric 1'));
    fireEvent.click(screen.getByText('Create and train'));

    await waitFor(() => expect(seen(CREATE)).toHaveLength(1));
    expect(seen(CREATE)[0].body).toMatchObject({
      metrics: [
        { name: 'cart_value', aggregation: 'avg', field: 'cart.value', direction: 'both' },
        {
          name: 'big_carts',
          aggregation: 'percentile',
          percent: 99.5,
          field: 'cart.value',
          direction: 'high',
        },
      ],
    });
  });

  it('says beside each part of a metric what is wrong with it, and takes five at most', async () => {
    const { seen } = await pageWithForm({});
    const names = ['Cart value', 'clients', 'clients', 'throughput', 'ok'];

    type('Name', 'Shop');
    for (const _ of names) fireEvent.click(screen.getByText('Add a metric'));
    expect(screen.getByText('Add a metric').closest('button')?.disabled).toBe(true);
    for (const [place, name] of names.entries()) {
      fireEvent.change(screen.getAllByLabelText('Metric name')[place], { target: { value: name } });
      if (name === 'clients') continue;
      typeField(screen.getAllByLabelText('Field')[place], 'cart');
    }
    fireEvent.click(screen.getByText('Create and train'));

    expect(await screen.findAllByText(/^Give the metric a name of a to z/)).toHaveLength(2);
    expect(screen.getAllByText('Name the field that the metric is read from.')).toHaveLength(2);
    expect(seen(CREATE)).toHaveLength(0);

    for (const place of [1, 2]) {
      typeField(screen.getAllByLabelText('Field')[place], 'cart');
    }
    for (const place of [0, 3]) {
      const value = `metric_${place}`;
      fireEvent.change(screen.getAllByLabelText('Metric name')[place], { target: { value } });
    }
    expect(await screen.findByText('Give each metric a name of its own.')).toBeTruthy();
  });

  it('offers the fields that a metric can be read from, and warns of others', async () => {
    await pageWithForm({});
    await screen.findByText('4 entities in the newest day of logs.');
    fireEvent.click(screen.getByText('Add a metric'));
    const box = screen.getByLabelText('Field');
    const offered = () => {
      fireEvent.focus(box);
      const list = within(screen.getByRole('listbox'));
      return list.getAllByRole('option').map(({ textContent }) => textContent);
    };
    expect(offered()).toEqual(['event.duration', 'http.response.status_code', 'took']);

    typeField(box, 'host.name');
    expect(await screen.findByText(/^"host.name" is none of the numeric fields/)).toBeTruthy();
    typeField(box, 'took');
    expect(screen.queryByText(/is none of the/)).toBeNull();

    type('Aggregation', 'cardinality');
    typeField(box, 'host.name');
    expect(screen.queryByText(/is none of the/)).toBeNull();
    typeField(box, 'user.name');
    expect(screen.getByText(/^"user.name" is none of the keywords and numbers/)).toBeTruthy();
  });

  it('puts the refusal of a metric beside its field', async () => {
    const refused =
      'The metric "cart_value" cannot be measured: its field "cart" is of type keyword in "shop-*", and "avg" takes numbers.';
    await pageWithForm({ [CREATE]: refusal(400, refused) });

    type('Name', 'Shop');
    fireEvent.click(screen.getByText('Add a metric'));
    type('Metric name', 'cart_value');
    typeField(screen.getByLabelText('Field'), 'cart');
    fireEvent.click(screen.getByText('Create and train'));

    const fault = await screen.findByText(refused);
    expect(fault.className).toContain('euiFormErrorText');
    expect(screen.getByRole('group', { name: 'Metric 1' }).contains(fault)).toBe(true);
  });

  it("puts the server's refusal beside the field it is about", async () => {
    await pageWithForm({
      [CREATE]: refusal(400, 'indexPattern is "shop-*": no index matches it.'),
    });

    type('Name', 'Shop');
    fireEvent.click(screen.getByText('Create and train'));

    const fault = await screen.findByText('indexPattern is "shop-*": no index matches it.');
    expect(fault.className).toContain('euiFormErrorText');
  });
});

describe('the data of a new detector', () => {
  it('is described in words: entities, examples, what the values are like', async () => {
    await pageWithForm({});
    expect(await screen.findByText('4 entities in the newest day of logs.')).toBeTruthy();
    expect(screen.getByText('4 values: checkout, search, …')).toBeTruthy();
    expect(
      screen.getByText(/In "event.duration", half of the newest are below 47 ms/)
    ).toBeTruthy();
    expect(screen.getByText('Found: event.duration in ns')).toBeTruthy();
    expect(screen.getByText('Found: http.response.status_code')).toBeTruthy();
  });

  it('warns of raw paths', async () => {
    const logs = {
      entities: 10_000,
      moreEntities: true,
      entityFields: [{ field: 'url.path', values: 52_000, examples: ['/cart/1'] }],
    };
    await pageWithForm({ [DESCRIBE]: describedLogs({}, logs) });
    expect(await screen.findByText('Only 1,000 of the entities would be watched')).toBeTruthy();
    expect(screen.getByText(/"url.path" has 52,000 values, as raw paths with ids/)).toBeTruthy();
  });

  it('takes the fields that the logs have where nobody has chosen any', async () => {
    const { seen } = await pageWithForm({
      [CREATE]: aNewDetector(),
      [TRAIN]: aRun(),
      [DESCRIBE]: ({ body }: { body: unknown }) =>
        (body as DetectorSettings).entityFields[0] === 'app'
          ? describedLogs()
          : describedLogs({
              found: { timeField: '@timestamp', entityField: 'app', latency: null, status: null },
              faults: [{ setting: 'entityFields', message: 'Logs cannot be grouped by it.' }],
              logs: null,
            }),
    });
    expect(await screen.findByText('app')).toBeTruthy();
    type('Name', 'Shop');
    fireEvent.click(await screen.findByText('Create and train'));
    await waitFor(() => expect(seen(CREATE)).toHaveLength(1));
    expect(seen(CREATE)[0].body).toMatchObject({ entityFields: ['app'] });
  });

  it('says beside the field what the server finds wrong with it before anything is saved', async () => {
    const message = 'The filter is no valid KQL: Expected ")".';
    await pageWithForm({
      [DESCRIBE]: describedLogs({ faults: [{ setting: 'filter', message }], logs: null }),
    });
    const fault = await screen.findByText(message);
    expect(fault.className).toContain('euiFormErrorText');
  });

  it('takes a field that has values where the default is mapped, but no log has it', async () => {
    const { seen } = await pageWithForm({
      [CREATE]: aNewDetector(),
      [TRAIN]: aRun(),
      [DESCRIBE]: ({ body }: { body: unknown }) =>
        (body as DetectorSettings).entityFields[0] === 'app'
          ? describedLogs()
          : describedLogs({
              found: { ...describedLogs().found, entityField: 'app' },
              recent: { logs: 10, filled: { 'service.name': 0, app: 10 } },
            }),
    });
    expect(await screen.findByText('app')).toBeTruthy();
    type('Name', 'Shop');
    fireEvent.click(await screen.findByText('Create and train'));
    await waitFor(() => expect(seen(CREATE)).toHaveLength(1));
    expect(seen(CREATE)[0].body).toMatchObject({ entityFields: ['app'] });
  });

  it('says below a field that it is mapped, but that no recent log has it', async () => {
    const filled = { 'event.duration': 0, 'http.response.status_code': 7 };
    await pageWithForm({ [DESCRIBE]: describedLogs({ recent: { logs: 7, filled } }) });
    expect(
      await screen.findByText(
        /^"event\.duration" is mapped, but no log of the last 24 hours has it \(7 logs looked at\)/
      )
    ).toBeTruthy();
    expect(screen.queryByText(/^"http\.response\.status_code" is mapped/)).toBeNull();
  });

  it('is asked for once, when nothing more is typed', async () => {
    const { seen } = await pageWithForm({});
    await screen.findByText('4 entities in the newest day of logs.');
    for (const pattern of ['s', 'sh', 'sho', 'shop-*']) type('Index pattern', pattern);
    await waitFor(() => expect(seen(DESCRIBE)).toHaveLength(2));
    expect(seen(DESCRIBE)[1].body).toMatchObject({ indexPattern: 'shop-*' });
  });

  it('may leave a field out, or name another one and its unit', async () => {
    const { seen } = await pageWithForm({ [CREATE]: aNewDetector(), [TRAIN]: aRun() });
    await screen.findByText('Found: event.duration in ns');
    type('Name', 'Shop');
    type('Response time field', 'took');
    type('Unit of the response time', 's');
    type('Status code field', 'none:');
    fireEvent.click(screen.getByText('Create and train'));
    await waitFor(() => expect(seen(CREATE)).toHaveLength(1));
    expect(seen(CREATE)[0].body).toMatchObject({
      fields: { latency: { field: 'took', unit: 's' }, status: null },
    });
  });
});

describe('the preview of the signals', () => {
  const SIGNALS = 'POST /internal/anomaly_detector/preview/signals';
  const counted = {
    bucketSpanMs: 300_000,
    times: [Date.parse('2026-03-01T00:00:00.000Z')],
    entities: [{ entity: 'checkout', signals: [] }],
    notices: [],
  };

  it('stays while a metric is filled in, and says that it is left out', async () => {
    const { seen } = await pageWithForm({ [SIGNALS]: counted });
    await screen.findByLabelText('Entity that is shown');
    fireEvent.click(screen.getByText('Add a metric'));
    type('Metric name', 'cart_value');

    expect(await screen.findByText(/^1 custom metric is not shown yet/)).toBeTruthy();
    expect(screen.getByLabelText('Entity that is shown')).toBeTruthy();
    expect(seen(SIGNALS)).toHaveLength(1);

    typeField(screen.getByLabelText('Field'), 'took');
    expect(screen.queryByText(/not shown yet/)).toBeNull();
    await waitFor(() => expect(seen(SIGNALS)).toHaveLength(2));
    expect(seen(SIGNALS)[1].body).toMatchObject({
      settings: { metrics: [{ name: 'cart_value', field: 'took' }] },
    });
  });

  it('names the settings that keep it from being shown', async () => {
    await pageWithForm({ [SIGNALS]: counted });
    await screen.findByLabelText('Entity that is shown');
    type('Index pattern', '*');
    expect(
      await screen.findByText('To see the signals here, correct: Index pattern.')
    ).toBeTruthy();
  });
});

describe('what would have been found', () => {
  const tried = async (answer: unknown) => {
    const page = await pageWithForm({ [PREVIEW]: answer });
    await screen.findByText('4 entities in the newest day of logs.');
    fireEvent.click(screen.getByText('Try it on the last days'));
    return page;
  };

  it('is told with the alarms a week for each sensitivity, before anything is saved', async () => {
    const { seen } = await tried(foundByPreview());
    const rates = within(await part('alarmRates'));
    expect(rates.getAllByText('2.3')).toHaveLength(2);
    expect(rates.getByText('4.7')).toBeTruthy();
    expect(screen.getByText(/36 % of requests failed with 5xx/)).toBeTruthy();
    expect(screen.queryByText(/3.6 % of requests failed with 4xx/)).toBeNull();
    expect(seen(CREATE)).toHaveLength(0);
  });

  it('lets a sensitivity be chosen, and tells what it finds without asking again', async () => {
    const { seen } = await tried(foundByPreview());
    fireEvent.click(await screen.findByLabelText('Choose sensitivity: High: more alarms'));
    expect(await screen.findByText(/3.6 % of requests failed with 4xx/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLSelectElement>('Sensitivity').value).toBe('high');
    expect(seen(PREVIEW)).toHaveLength(1);
  });

  it('is dropped and its request ended once other settings are given', async () => {
    const { seen } = await tried(new Promise(() => {}));
    await waitFor(() => expect(seen(PREVIEW)).toHaveLength(1));
    fireEvent.click(screen.getByLabelText('Throughput'));
    await waitFor(() => expect(seen(PREVIEW)[0].signal?.aborted).toBe(true));
    expect(screen.getByText('Try it on the last days')).toBeTruthy();
  });

  it('can be cancelled', async () => {
    const { seen } = await tried(new Promise(() => {}));
    await waitFor(() => expect(seen(PREVIEW)).toHaveLength(1));
    fireEvent.click(within(await part('findings')).getByText('Cancel'));
    await waitFor(() => expect(seen(PREVIEW)[0].signal?.aborted).toBe(true));
  });

  it('says why it cannot be told', async () => {
    await tried(refusal(409, '"shop-*" has 5 hours of logs, and it takes at least 24 hours.'));
    expect(await screen.findByText(/has 5 hours of logs/)).toBeTruthy();
  });
});
