import { counted, withSeparators } from '../../common/counted';
import type { ModelSummary } from '../../common/model';
import { alarmsIn, type ModelAssessment, type ModelComparison } from '../../common/model_scores';

/** A model that knows less than this of what the one before knows has lost data. */
const LEAST_SHARE = 0.5;
/** With fewer entities than this, one that comes or goes would be half of them. */
const LEAST_ENTITIES = 4;

/**
 * Alarms are one bucket in a thousand at most on ordinary days. A model that makes this share of a day's buckets alarms, this
 * many more of them and this many times as many as the one before, no longer fits the traffic.
 */
const MOST_ALARM_SHARE = 0.01;
const MORE_ALARMS = 10;
const TIMES_AS_MANY = 3;

const HOUR_SECONDS = 3_600;

type Compared = Pick<ModelSummary, 'number' | 'entities' | 'buckets' | 'bucketSpanSeconds'>;

/** Hours with logs that a model learned from, of all entities together: the same however long its buckets are. */
const hoursOf = ({ buckets, bucketSpanSeconds }: Compared): number =>
  (buckets * bucketSpanSeconds) / HOUR_SECONDS;

/** Few hours are told with their tenths: 25 minutes are not none. */
const inHours = (hours: number): string => String(Number(hours.toFixed(hours < 10 ? 1 : 0)));

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;

/**
 * Whether a model that was just learned looks worse than the one in use: it knows much less, or finds alarms in much more of
 * the last day. That it finds much less is said, and is no reason against it: it may have learned what is usual now.
 */
export function assessModel(
  model: Compared,
  other: Compared & { id: string },
  comparison: ModelComparison | null
): ModelAssessment {
  const worse: string[] = [];
  const changes: string[] = [];
  if (other.entities >= LEAST_ENTITIES && model.entities < LEAST_SHARE * other.entities) {
    worse.push(
      `It knows ${counted(model.entities, 'entity', 'entities')}, and model ${other.number} knows ${withSeparators(other.entities)}.`
    );
  }
  if (hoursOf(model) < LEAST_SHARE * hoursOf(other)) {
    worse.push(
      `It learned from ${inHours(hoursOf(model))} hours of logs of all entities together, and model ${other.number} from ${inHours(hoursOf(other))}.`
    );
  }
  if (comparison === null) {
    changes.push(
      `It could not be compared with model ${other.number} over the last day: the buckets that both score are not kept.`
    );
  } else {
    const { own, other: before } = comparison;
    const [alarms, alarmsBefore] = [alarmsIn(own.records), alarmsIn(before.records)];
    const share = (count: number, { buckets }: { buckets: number }) => count / Math.max(buckets, 1);
    const said = `In the last day it makes ${withSeparators(alarms)} buckets alarms (${percent(share(alarms, own))}), and model ${other.number} ${withSeparators(alarmsBefore)} (${percent(share(alarmsBefore, before))}).`;
    if (
      alarms >= alarmsBefore + MORE_ALARMS &&
      share(alarms, own) >= MOST_ALARM_SHARE &&
      share(alarms, own) >= TIMES_AS_MANY * share(alarmsBefore, before)
    ) {
      worse.push(said);
    } else if (alarmsBefore >= alarms + MORE_ALARMS && alarmsBefore >= TIMES_AS_MANY * alarms) {
      changes.push(
        `${said} It may have learned what is usual now, or taken an incident for usual.`
      );
    }
  }
  return { with: { id: other.id, number: other.number }, comparison, worse, changes };
}
