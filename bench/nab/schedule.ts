import { type Grid } from './grid';

const DAY_MS = 86_400_000;
/** As a detector does it unless told otherwise: trained every day on the past 28. */
const TRAINED_EVERY_MS = DAY_MS;
const TRAINING_WINDOW_MS = 28 * DAY_MS;

/** One training, and the buckets that are scored with it: what is learned lies before all that is scored. */
export interface Turn {
  learnFrom: number;
  scoreFrom: number;
  /** The bucket after the last one. */
  scoreTo: number;
}

/** Buckets between trainings, and buckets to learn from. */
export const paceOf = ({ spanMs }: Pick<Grid, 'spanMs'>): { step: number; window: number } => ({
  step: Math.max(1, Math.round(TRAINED_EVERY_MS / spanMs)),
  window: Math.round(TRAINING_WINDOW_MS / spanMs),
});

/** From the end of the probation on, a training every day. */
export function scheduleOf(grid: Grid): Turn[] {
  const { step, window } = paceOf(grid);
  const { length } = grid.values;
  const turns: Turn[] = [];
  for (let scoreFrom = grid.judgedFrom; scoreFrom < length; scoreFrom += step) {
    turns.push({
      learnFrom: Math.max(0, scoreFrom - window),
      scoreFrom,
      scoreTo: Math.min(scoreFrom + step, length),
    });
  }
  return turns;
}
