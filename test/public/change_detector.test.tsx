import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import { aDetector } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DETECTOR = '/api/anomaly_detector/detectors/{id}';

/** A part of the page, by what it is called for tests. */
const part = (name: string): Promise<HTMLElement> =>
  waitFor(() => {
    const found = document.querySelector<HTMLElement>(`[data-test-subj="${name}"]`);
    if (!found) throw new Error(`There is no ${name}`);
    return found;
  });

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('changing a detector', () => {
  const PUT = `PUT ${DETECTOR}`;
  const detector = aDetector({ id: 'detector-1' });
  const editing = async (answers: Record<string, unknown> = {}) => {
    const server = fakeServer({
      'GET /api/anomaly_detector/detectors': { detectors: [detector], broken: [] },
      [PUT]: detector,
      ...answers,
    });
    const page = renderPage(server.http, { path: '/detectors/detector-1/edit' });
    await screen.findByLabelText('Name');
    return { ...server, ...page };
  };

  it('sends what was changed with all that was not, and trains nothing by itself', async () => {
    const { seen, history } = await editing();
    type('Name', 'Checkout');
    type('Look for anomalies every', '7');
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() => expect(seen(PUT)).toHaveLength(1));
    const { schedule } = detector.settings;
    expect(seen(PUT)[0].body).toEqual(
      JSON.parse(
        JSON.stringify({
          ...detector.settings,
          name: 'Checkout',
          schedule: { ...schedule, scoreEvery: '7m' },
        })
      )
    );
    await waitFor(() => expect(history.location.pathname).toBe('/detectors/detector-1'));
  });

  it('says which changes make it learn anew', async () => {
    await editing();
    type('Name', 'Checkout');
    expect(screen.queryByText('The detector has to learn anew')).toBeNull();
    type('Bucket span', '15m');
    fireEvent.click(screen.getByLabelText('Throughput'));
    const notice = within(await part('changesNotice'));
    expect(notice.getByText(/because of: Signals, Bucket span\./)).toBeTruthy();
    type('Bucket span', detector.settings.bucketSpan);
    fireEvent.click(screen.getByLabelText('Throughput'));
    await waitFor(() => expect(screen.queryByText('The detector has to learn anew')).toBeNull());
  });

  it('says beside a duration what is allowed, and asks the server nothing', async () => {
    const { seen } = await editing();
    type('Look for anomalies every', '1');
    type('Unit of: Look for anomalies every', 's');
    type('Most entities', '');
    fireEvent.click(screen.getByText('Save'));
    expect(await screen.findByText(/from 30 seconds to 1 day\./)).toBeTruthy();
    expect(screen.getByText('Give a whole number from 1 to 10,000.')).toBeTruthy();
    expect(seen(PUT)).toHaveLength(0);
  });

  it("puts the server's refusal beside the setting that it names", async () => {
    const message = 'maxEntities is 1000: this Kibana allows at most 500.';
    await editing({ [PUT]: refusal(400, message, 'maxEntities') });
    type('Name', 'Checkout');
    fireEvent.click(screen.getByText('Save'));
    expect((await screen.findByText(message)).className).toContain('euiFormErrorText');
  });

  it('asks before changes are lost, and not where there are none', async () => {
    const { history } = await editing();
    const before = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(before);
    expect(before.defaultPrevented).toBe(false);
    type('Name', 'Checkout');
    const after = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(after);
    expect(after.defaultPrevented).toBe(true);
    expect(history.location.pathname).toBe('/detectors/detector-1/edit');
  });

  it('is nothing for those who may only look', async () => {
    const server = fakeServer({
      'GET /api/anomaly_detector/detectors': { detectors: [detector], broken: [] },
    });
    renderPage(server.http, {
      path: '/detectors/detector-1/edit',
      rights: { show: true, save: false },
    });
    expect(await screen.findByText(/Detectors are created and changed with/)).toBeTruthy();
    expect(screen.queryByLabelText('Name')).toBeNull();
  });
});
