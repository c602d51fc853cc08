import type { CoreStart } from '@kbn/core/public';

import type { PanelInput } from '../../public/panels/panel_input';
import { viewLogs } from '../../public/panels/panel_links';
import type { PublicStartPlugins } from '../../public/plugin';
import { aDetector } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';

const RANGE = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };

const input: PanelInput = {
  settings: { detectorId: 'detector-1', entities: ['checkout'] } as PanelInput['settings'],
  timeRange: RANGE,
  filters: [],
  query: undefined,
  refresh: 0,
};

/** Clicks "View logs" where the server answers `detector`, with what Discover was asked to show. */
async function viewed(detector: unknown) {
  const asked: unknown[] = [];
  const visited: string[] = [];
  const dangers: unknown[] = [];
  const core = {
    http: fakeServer({ 'GET /api/anomaly_detector/detectors/{id}': detector }).http,
    application: { navigateToUrl: (url: string) => Promise.resolve(void visited.push(url)) },
    notifications: { toasts: { addDanger: (toast: unknown) => dangers.push(toast) } },
    uiSettings: { get: () => undefined },
  } as unknown as CoreStart;
  const locator = {
    getRedirectUrl: (params: unknown) => {
      asked.push(params);
      return '/app/r?l=DISCOVER_APP_LOCATOR';
    },
  };
  const plugins: PublicStartPlugins = { share: { url: { locators: { get: () => locator } } } };
  await viewLogs(input, core, plugins);
  return { asked, visited, dangers };
}

describe('the logs of a panel', () => {
  it('are opened by a redirect, which keeps a data view that is not saved', async () => {
    const { asked, visited } = await viewed(aDetector());
    expect(visited).toEqual(['/app/r?l=DISCOVER_APP_LOCATOR']);
    expect(asked).toEqual([
      expect.objectContaining({
        dataViewSpec: {
          title: aDetector().settings.indexPattern,
          timeFieldName: aDetector().settings.timeField,
        },
        timeRange: RANGE,
        filters: [
          expect.objectContaining({
            meta: { alias: 'checkout', type: 'custom', negate: false, disabled: false },
            query: {
              bool: {
                should: [{ bool: { filter: [{ term: { 'service.name': 'checkout' } }] } }],
                minimum_should_match: 1,
              },
            },
          }),
        ],
      }),
    ]);
  });

  it('stay where they are when the detector is gone, which is said', async () => {
    const { visited, dangers } = await viewed(refusal(404, 'There is no such detector.'));
    expect(visited).toEqual([]);
    expect(dangers).toEqual([
      { title: 'The logs could not be opened', text: 'There is no such detector.' },
    ]);
  });
});
