import { DetectorError } from '../../../server/errors';
import type { LoadedModel } from '../../../server/models/model_cache';
import { settingsHash } from '../../../server/models/settings_hash';
import { runScoring } from '../../../server/tasks/score_task';
import type { DetectorTaskRun } from '../../../server/tasks/task_runner';
import { usableModel } from '../../../server/tasks/usable_model';
import { settings } from '../../builders/settings';

const older = new DetectorError(
  'invalid',
  'Model "m1" cannot be used. The model has format version 1, and this version of the plugin reads 4; train the detector again.'
);

/** A run of a detector's scoring, and what it does to the detector. */
function aRun(load: () => Promise<LoadedModel>, lastTrainingError: string | null = null) {
  const trained: string[] = [];
  const changes: unknown[] = [];
  const told: string[] = [];
  const run = {
    context: {
      models: { load },
      tasks: {
        trainSoon: ({ id }: { id: string }) => {
          trained.push(id);
          return Promise.resolve();
        },
      },
      logger: { error: () => undefined, warn: () => undefined },
      history: { add: () => Promise.resolve() },
      log: {
        tell: ({ text }: { text: string }) => {
          told.push(text);
          return Promise.resolve();
        },
      },
    },
    task: { state: {} },
    space: {
      detectors: {
        updateStatus: (_id: string, change: unknown) => {
          changes.push(change);
          return Promise.resolve();
        },
      },
    },
    detector: {
      id: 'd1',
      enabled: true,
      settings: settings(),
      status: { activeModelId: 'm1', lastTraining: { error: lastTrainingError } },
    },
    signal: new AbortController().signal,
  } as unknown as DetectorTaskRun;
  return { run, trained, changes, told };
}

describe('a stored model that cannot be used', () => {
  it('of an older format is said in a notice, and trained again at once', async () => {
    const { run, trained, changes } = aRun(() => Promise.reject(older));
    await runScoring(run);
    expect(trained).toEqual(['d1']);
    expect(changes).toEqual([
      { scoringNotices: [`${older.message} Scoring goes on after the next training.`] },
    ]);
  });

  it('is not trained again while a failed training waits for its next attempt', async () => {
    const { run, trained } = aRun(() => Promise.reject(older), 'no logs');
    await runScoring(run);
    expect(trained).toEqual([]);
  });

  it('because Elasticsearch is away is a failure of the scoring, not of the model', async () => {
    const away = new DetectorError('unavailable', 'Elasticsearch did not answer.');
    const { run, trained, changes, told } = aRun(() => Promise.reject(away));
    await runScoring(run);
    expect(trained).toEqual([]);
    expect(changes).toMatchObject([
      { scoringError: expect.stringContaining(away.message) as string },
    ]);
    expect(told).toEqual([`Scoring failed: ${away.message}`]);
  });

  it('because of other settings is told apart from one that fits', async () => {
    const modelOf = (hash: string) => ({ summary: { settingsHash: hash } }) as LoadedModel;
    const { run: other } = aRun(() => Promise.resolve(modelOf('other')));
    expect(await usableModel(other)).toBe('The settings have changed since the last training.');
    const fitting = modelOf(settingsHash(settings()));
    const { run } = aRun(() => Promise.resolve(fitting));
    expect(await usableModel(run)).toBe(fitting);
  });
});
