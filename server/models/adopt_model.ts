import type { ChosenModel, RunSummary } from '../../common/detector';
import type { ModelSummary } from '../../common/model';
import type { Space } from '../space';
import { succeeded } from '../runs/run_summary';

export interface Adopted {
  isActive: boolean;
  /** What people should know of the model, and of why it is used or not. */
  notices: string[];
}

const named = ({ by, at }: ChosenModel): string =>
  `${by === null ? 'somebody' : `"${by}"`} chose on ${at}`;

/** Whether a model that was just learned is to be used, and what to say of it. */
export function decideOn(
  { number, origin, assessment, notices }: ModelSummary,
  {
    fits,
    activeNumber,
    chosen,
  }: {
    /** Whether the model in use can go on. */
    fits: boolean;
    activeNumber: number | null;
    chosen: ChosenModel | null;
  }
): Adopted {
  if (!fits || activeNumber === null) {
    const unfit =
      chosen === null
        ? []
        : [
            `Model ${activeNumber}, which ${named(chosen)}, can no longer be used. Model ${number} is used in its place, and new models are again.`,
          ];
    return { isActive: true, notices: [...unfit, ...notices] };
  }
  if (chosen !== null) {
    return {
      isActive: false,
      notices: [
        `Model ${number} was trained and is not used: model ${activeNumber}, which ${named(chosen)}, stays in use until another one is activated. Activate model ${number} to use it and the ones after it.`,
        ...notices,
      ],
    };
  }
  const { worse, changes } = assessment ?? { worse: [], changes: [] };
  if (worse.length > 0 && origin === 'schedule') {
    return {
      isActive: false,
      notices: [
        `Model ${number} was trained and kept back, because it looks worse than model ${activeNumber}, which stays in use. ${worse.join(' ')} If that is right, activate model ${number}.`,
        ...notices,
      ],
    };
  }
  const said = [
    ...(worse.length > 0
      ? [
          `Model ${number} is used because its training was asked for, and looks worse than model ${activeNumber}. ${worse.join(' ')} If that is not right, activate model ${activeNumber} again.`,
        ]
      : []),
    ...changes.map((change) => `Model ${number} is in use. ${change}`),
  ];
  return { isActive: true, notices: [...said, ...notices] };
}

/**
 * Makes a model that was just learned the one a detector scores with, unless a person chose another or it looks worse; and
 * says how its training went.
 * @param fits whether the model in use could go on
 */
export async function adoptModel(
  { detectors }: Space,
  model: ModelSummary,
  { fits, startedAt }: { fits: boolean; startedAt: number }
): Promise<Adopted & { lastTraining: RunSummary }> {
  const lastTraining = succeeded(startedAt, {
    buckets: model.buckets,
    entities: model.entities,
    records: 0,
  });
  let adopted: Adopted = { isActive: false, notices: [] };
  await detectors.changeStatus(model.detectorId, ({ activeModelNumber, chosenModel }) => {
    adopted = decideOn(model, { fits, activeNumber: activeModelNumber, chosen: chosenModel });
    return {
      ...(adopted.isActive
        ? {
            activeModelId: model.id,
            activeModelNumber: model.number,
            bucketSpanSeconds: model.bucketSpanSeconds,
            chosenModel: null,
          }
        : {}),
      activity: null,
      trainingError: null,
      trainingNotices: adopted.notices,
      lastTraining,
    };
  });
  return { ...adopted, lastTraining };
}
