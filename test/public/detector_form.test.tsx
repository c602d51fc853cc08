import { fireEvent, screen, waitFor } from '@testing-library/react';

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
  const page = renderPage(server.http);
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
      timeZone: 'UTC',
    });
    expect(seen(TRAIN)[0].path).toContain('detector-2');
    await waitFor(() => expect(history.location.search).toContain('detector=detector-2'));
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
