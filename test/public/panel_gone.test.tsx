import type { CoreSetup } from '@kbn/core/public';
import type { EmbeddableFactoryDefinition, EmbeddableInput } from '@kbn/embeddable-plugin/public';
import { act, fireEvent, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';

import { panelTypes } from '../../common/panel_types';
import type { PublicStartPlugins } from '../../public/plugin';
import { registerPanels } from '../../public/versions/register_panels';

import { aDetector } from './builders/detector';
import { refusal } from './builders/fake_server';
import { kibanaAroundPanels, panelElement, shows } from './builders/panel';

jest.mock(
  '@kbn/kibana-react-plugin/public',
  () => ({ KibanaThemeProvider: ({ children }: { children: ReactNode }) => children }),
  { virtual: true }
);

const RANGE = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

type ViewMode = EmbeddableInput['viewMode'];

/** A panel of a dashboard that was taken to a space without its detector, where there is another. */
async function takenElsewhere(viewMode: ViewMode, settings: object = { detectorName: 'Shop' }) {
  const around = kibanaAroundPanels({
    'GET /api/anomaly_detector/detectors/{id}': ({ path }: { path: string }) =>
      path.endsWith('/detector-elsewhere')
        ? refusal(404, 'There is no detector "detector-elsewhere".')
        : aDetector(),
  });
  const factories = new Map<string, EmbeddableFactoryDefinition>();
  registerPanels(
    {
      application: { register: () => {} },
      getStartServices: () => Promise.resolve([around.core, around.plugins, undefined]),
    } satisfies CoreSetup<PublicStartPlugins>,
    { registerEmbeddableFactory: (type, factory) => factories.set(type, factory) }
  );
  const input = {
    ...{ id: 'panel-1', timeRange: RANGE, detectorId: 'detector-elsewhere', viewMode },
    ...settings,
  };
  const panel = await factories.get(panelTypes.swimLane)!.create(input);
  const element = panelElement();
  act(() => panel.render(element));
  return { ...around, panel, element };
}

const chooseButton = (element: HTMLElement) =>
  element.querySelector('[data-test-subj="anomalyDetectorPanelChoose"]');

describe('a panel whose detector is not in the space', () => {
  it('names it, and offers to choose another while the dashboard is edited', async () => {
    const { element, flyouts, panel } = await takenElsewhere('edit');
    await shows(element, 'The detector "Shop" is not in this space');
    await shows(element, /Choose another, or delete the panel/);
    fireEvent.click(chooseButton(element)!);
    await waitFor(() => expect(flyouts).toHaveLength(1));
    const [flyout] = flyouts;
    await shows(flyout, /The detector chosen before is not in this space/);
    const field = flyout.querySelector('[data-test-subj="anomalyDetectorPanelDetector"]')!;
    fireEvent.change(field, { target: { value: aDetector().id } });
    fireEvent.click(flyout.querySelector('[data-test-subj="anomalyDetectorPanelSave"]')!);
    await shows(element, /has found nothing that matches/);
    expect(panel.getInput()).toMatchObject({
      detectorId: aDetector().id,
      detectorName: aDetector().settings.name,
      timeRange: RANGE,
    });
  });

  it('says where to choose another while the dashboard is only looked at, as nothing would keep the choice', async () => {
    const { element } = await takenElsewhere('view');
    await shows(element, /Edit the dashboard to choose another/);
    expect(chooseButton(element)).toBeNull();
  });

  it('says so without a name where the dashboard is of a version that kept none', async () => {
    const { element } = await takenElsewhere('edit', {});
    await shows(element, 'The detector of this panel is not in this space');
  });
});
