import type { Detector } from '../../common/detector';
import { pathOf, paths } from '../../common/api';
import { DetectorClient, type PartialSettings } from '../../standalone/kibana_api/detector_client';
import { followRun } from '../../standalone/kibana_api/follow_run';
import { KibanaClient } from '../../standalone/kibana_api/kibana_client';

export const hostUrl = (): string => process.env.BROWSER_HOST ?? '';

const kibana = () => new KibanaClient({ url: hostUrl(), credentials: { kind: 'none' } });
export const api = (): DetectorClient => new DetectorClient(kibana());

const WEEK_MS = 7 * 86_400_000;

/** Deletes every detector, so that a test begins where nobody has been. */
export async function deleteDetectors(): Promise<void> {
  for (const { id } of await api().detectors()) {
    await kibana().delete(pathOf(paths.detector, { id }));
  }
}

/** The only detector there is: of the generated traffic, and as new. */
export async function createDetector(settings: PartialSettings = {}): Promise<Detector> {
  await deleteDetectors();
  return api().create({ name: 'Shop', indexPattern: 'api-logs-generated', ...settings });
}

/** The only detector there is: of the generated traffic, with a model and the anomalies of the last week. */
export async function createScoredDetector(): Promise<Detector> {
  const detector = await createDetector();
  const now = Date.now();
  const run = await api().startRun('score', detector.id, {
    from: new Date(now - WEEK_MS).toISOString(),
    to: new Date(now).toISOString(),
  });
  const { state, message } = await followRun(api(), run);
  if (state !== 'done') throw new Error(`The traffic could not be scored: ${message}`);
  return detector;
}
