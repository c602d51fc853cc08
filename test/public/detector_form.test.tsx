import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import { aNewDetector, aRun } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const CREATE = 'POST /api/anomaly_detector/detectors';
const TRAIN = 'POST /api/anomaly_detector/detectors/{id}/_train';

const pageWithForm = async (answers: Record<string, unknown>) => {
  const server = fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aNewDetector()], broken: [] },
    ...answers,
  });
  const page = renderPage(server.http, { path: '/detectors' });
  fireEvent.click(await screen.findByText('New detector'));
  return { ...server, ...page };
};

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('describing another index', () => {
  it('creates the detector with what was given and trains it', async () => {
    const { seen, history } = await pageWithForm({
      [CREATE]: aNewDetector({ id: 'detector-2' }),
      [TRAIN]: aRun(),
    });

    type('Name', 'Shop');
    type('Index pattern', 'shop-*');
    type('Time field', 'time');
    fireEvent.click(screen.getByText('Create and train'));

    await waitFor(() => expect(seen(TRAIN)).toHaveLength(1));
    expect(seen(CREATE)[0].body).toEqual({
      name: 'Shop',
      indexPattern: 'shop-*',
      timeField: 'time',
      entityFields: ['service.name'],
      metrics: [],
      sensitivity: 'medium',
      timeZone: 'UTC',
    });
    expect(seen(TRAIN)[0].path).toContain('detector-2');
    await waitFor(() => expect(history.location.pathname).toBe('/detectors/detector-2'));
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
    fill(2, 'Field', 'cart.value');
    fill(3, 'Metric name', 'big_carts');
    fill(3, 'Aggregation', 'percentile');
    fill(3, 'Percent', '99.5');
    fill(3, 'Field', 'cart.value');
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
      fireEvent.change(screen.getAllByLabelText('Field')[place], { target: { value: 'cart' } });
    }
    fireEvent.click(screen.getByText('Create and train'));

    expect(await screen.findAllByText(/^Give the metric a name of a to z/)).toHaveLength(2);
    expect(screen.getAllByText('Name the field that the metric is read from.')).toHaveLength(2);
    expect(seen(CREATE)).toHaveLength(0);

    for (const place of [1, 2]) {
      fireEvent.change(screen.getAllByLabelText('Field')[place], { target: { value: 'cart' } });
    }
    for (const place of [0, 3]) {
      const value = `metric_${place}`;
      fireEvent.change(screen.getAllByLabelText('Metric name')[place], { target: { value } });
    }
    expect(await screen.findByText('Give each metric a name of its own.')).toBeTruthy();
  });

  it('puts the refusal of a metric beside its field', async () => {
    const refused =
      'The metric "cart_value" cannot be measured: its field "cart" is of type keyword in "shop-*", and "avg" takes numbers.';
    await pageWithForm({ [CREATE]: refusal(400, refused) });

    type('Name', 'Shop');
    fireEvent.click(screen.getByText('Add a metric'));
    type('Metric name', 'cart_value');
    type('Field', 'cart');
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
