import type { Detector } from '../../common/detector';
import type { Space } from '../space';

/**
 * The detectors of the space that a rule watches: those that are started.
 * @param ids those that were chosen; without any, all
 */
export async function watchedDetectors(
  space: Space,
  ids: readonly string[]
): Promise<{
  detectors: Detector[];
  /** Those that are stopped. */
  stopped: Detector[];
  /** Those that cannot be read, each with the reason. */
  broken: Array<{ id: string; reason: string }>;
  /** Chosen ones that do not exist. */
  missing: string[];
}> {
  const { detectors, broken } = await space.detectors.list();
  const isChosen = ({ id }: { id: string }) => ids.length === 0 || ids.includes(id);
  const there = new Set([...detectors, ...broken].map(({ id }) => id));
  return {
    detectors: detectors.filter((detector) => detector.enabled && isChosen(detector)),
    stopped: detectors.filter((detector) => !detector.enabled && isChosen(detector)),
    broken: broken.filter(isChosen),
    missing: ids.filter((id) => !there.has(id)),
  };
}
