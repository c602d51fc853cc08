import type { Detector } from '../../common/detector';
import { isFinished, type Run } from '../../common/run';
import { SAMPLE_INDEX, type SampleDataResponse } from '../../common/sample_data';
import type { Caller } from '../detectors/caller';
import type { SaveDetector } from '../detectors/save_detector';
import type { RequestRun } from '../runs/request_run';
import { publicRun } from '../runs/request_run';
import type { Space } from '../space';
import { SampleLogs } from './sample_logs';

interface Wanted {
  /** of the detector, all of which may take its defaults */
  settings: Detector['settings'];
  timeZone: string;
}

/**
 * Makes sample logs and a detector of them with the rights of whoever asks, and has all of their time scored. The detector
 * is not started: the logs do not go on, and it would find that they have stopped. Asked for again it completes what is
 * missing, and makes nothing twice.
 */
export class AddSampleData {
  constructor(
    private readonly save: SaveDetector,
    private readonly runs: RequestRun,
    private readonly now: () => number = Date.now
  ) {}

  async execute(
    caller: Caller,
    space: Space,
    { settings, timeZone }: Wanted
  ): Promise<SampleDataResponse> {
    const { from, to, ...loaded } = await new SampleLogs(caller.client, this.now).load(timeZone);
    const { detectors } = await space.detectors.list();
    const detector =
      detectors.find(({ settings: { indexPattern } }) => indexPattern === SAMPLE_INDEX) ??
      (await this.save.create(caller, space, settings));
    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const run = await this.scoringOf(caller, space, detector.id, range);
    return { index: SAMPLE_INDEX, ...loaded, ...range, detector, run };
  }

  private async scoringOf(
    caller: Caller,
    space: Space,
    id: string,
    range: { from: string; to: string }
  ): Promise<Run> {
    const known = (await space.runs.list(id)).find(
      (run) => run.kind === 'score' && (!isFinished(run) || run.state === 'done')
    );
    if (known) return publicRun(known);
    return this.runs.execute(caller, space, id, 'score', { ...range, models: 'active' });
  }
}
