import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { Difference, DifferencesResponse, Direction } from '../../common/differences';
import { createRandom } from '../detection/random';
import { ComparedLogsReader, samplingShare } from '../elasticsearch/compared_logs';
import { readComparableFields } from '../elasticsearch/comparable_fields';
import { entityFilters, msPerUnit, type LogSource } from '../elasticsearch/log_source';

import { anomalousLogsOf, latencyOf, slownessOf, type AnomalousLogs } from './anomalous_logs';
import { sumOf, type Observed } from './clustering';
import { definesTheLogs } from './defining_fields';
import { differenceSentence, durationInWords } from './difference_sentence';
import { nameDifferences, type Candidate } from './name_differences';
import { chooseValues } from './sampled_fields';
import { joined, thinned, TYPICAL_TIME, typicalTime, type TimeSlot } from './typical_time';

/** Logs whose values are read, of the anomaly and of the time before. */
const SAMPLED_LOGS = 400;
/** A sample is drawn from about this many logs. */
const SAMPLE_FROM = 20_000;
/** Of more logs than this a random part is counted. */
const COUNTED_LOGS = 50_000;
/** With fewer anomalous logs in the time asked for, the whole stretch is compared. */
const ENOUGH_LOGS = 30;
/** With fewer logs of the same kind before, all logs before are what is usual. */
const ENOUGH_BEFORE = 30;
const TOO_FEW_LOGS = 5;
const SEED = 20;
/** A value whose logs were mostly of the anomalous kind before is but another name for it. */
const DEFINING_SHARE = 0.5;

export interface DifferencesRequest {
  source: LogSource;
  entity: string;
  /** Values of the source's entity fields. */
  values: readonly string[];
  /** What was asked for. */
  asked: TimeSlot;
  /** The consecutive anomalous buckets around it. */
  stretch: TimeSlot;
  /** Other anomalous times of the entity, which are not usual. */
  anomalous: readonly TimeSlot[];
  signal: string;
  direction: Direction;
}

const iso = (time: number): string => new Date(time).toISOString();
const shareFor = (wanted: number, of: number): number => (of > wanted ? wanted / of : 1);

function rangeQuery({ restriction }: AnomalousLogs): estypes.QueryDslQueryContainer[] {
  if (restriction === null) return [];
  const { field, ...bounds } = restriction;
  return [{ range: { [field]: bounds } }];
}

/**
 * Finds the field values that stand out in an entity's anomalous logs against its own logs of the typical time before,
 * with the rights of the client.
 * @throws DetectorError in words
 */
export async function findDifferences(
  client: ElasticsearchClient,
  request: DifferencesRequest
): Promise<DifferencesResponse> {
  const beganAt = Date.now();
  const { source, entity, values, asked, stretch, signal, direction } = request;
  const reader = new ComparedLogsReader(client, source, SEED);
  const ofEntity = entityFilters(source.entityFields, values);
  const slots = typicalTime(stretch, request.anomalous);
  const allBefore = { slots: joined(slots), filters: ofEntity };
  const [fields, before] = await Promise.all([
    readComparableFields(client, source.indexPattern),
    reader.count(allBefore),
  ]);
  const bound = await readBound(reader, request, allBefore, before);
  const kind = anomalousLogsOf(signal, direction, source, bound);
  const ofKind = [...ofEntity, ...rangeQuery(kind)];
  const count = (slot: TimeSlot): Promise<number> =>
    reader.count({ slots: [slot], filters: ofKind });
  const [inAsked, kindBefore] = await Promise.all([
    count(asked),
    kind.restriction === null ? before : reader.count({ ...allBefore, filters: ofKind }),
  ]);
  const isWidened = inAsked < ENOUGH_LOGS && stretch.to - stretch.from > asked.to - asked.from;
  const time = isWidened ? stretch : asked;
  const logs = isWidened ? await count(stretch) : inAsked;

  const isKindUsual = kind.restriction !== null && kindBefore >= ENOUGH_BEFORE;
  const answer: DifferencesResponse = {
    began: iso(stretch.from),
    direction,
    entityValues: Object.fromEntries(
      source.entityFields.map((field, index) => [field, values[index]])
    ),
    foreground: {
      description: `${kind.noun} of ${entity}`,
      logs,
      from: iso(time.from),
      to: iso(time.to),
      restriction: kind.restriction,
    },
    background: {
      description: `its ${isKindUsual ? kind.noun : 'requests'} of ${TYPICAL_TIME}`,
      logs: isKindUsual ? kindBefore : before,
    },
    differences: [],
    examinedFields: [],
    omittedFields: fields.runtime.map((field) => ({ field, reason: 'runtime' })),
    tookMs: 0,
    notices: isWidened
      ? [
          `There are only ${inAsked} ${kind.noun} in the time asked for, so those of ${iso(time.from)} to ${iso(time.to)} are compared, for which the anomaly lasted.`,
        ]
      : [],
  };
  const finish = (more: Partial<DifferencesResponse>): DifferencesResponse => ({
    ...answer,
    ...more,
    tookMs: Date.now() - beganAt,
  });
  const why = reasonNotToCompare(kind.noun, direction, logs, before);
  if (why) return finish({ notices: [...answer.notices, why] });

  const defining = fields.fields.filter((field) => definesTheLogs(field, source, kind));
  const comparable = fields.fields.filter((field) => !defining.includes(field));
  const random = createRandom(SEED);
  const [sampleNow, sampleBefore] = await Promise.all([
    reader.sample(
      { slots: thinned([time], shareFor(SAMPLE_FROM, logs), random, 24), filters: ofKind },
      comparable,
      SAMPLED_LOGS
    ),
    reader.sample(
      { slots: thinned(slots, shareFor(SAMPLE_FROM, before), random, 4), filters: ofEntity },
      comparable,
      SAMPLED_LOGS
    ),
  ]);
  const chosen = chooseValues(comparable, { now: sampleNow, before: sampleBefore, direction });
  const countIn = async (
    where: readonly TimeSlot[],
    filters: estypes.QueryDslQueryContainer[],
    total: number
  ): Promise<Observed[][]> => {
    const share = samplingShare(shareFor(COUNTED_LOGS, total));
    const counted = await reader.countValues({ slots: where, filters }, chosen.values, share);
    return counted.counts.map((counts) =>
      counts.map((found, slot) => ({ count: found, total: counted.totals[slot] }))
    );
  };
  const [now, usual, usualOfKind] = await Promise.all([
    countIn([time], ofKind, logs),
    countIn(slots, ofEntity, before),
    kind.restriction === null ? [] : countIn(slots, ofKind, kindBefore),
  ]);
  const candidates = chosen.values.flatMap((value, index): Candidate[] => {
    const onlyUsual = { ...value, now: now[index][0], references: [usual[index]] };
    if (kind.restriction === null) return [onlyUsual];
    if (isKindUsual) return [{ ...onlyUsual, references: [usualOfKind[index], usual[index]] }];
    const [ofValue, ofBoth] = [sumOf(usual[index]), sumOf(usualOfKind[index])];
    return ofBoth.count > DEFINING_SHARE * ofValue.count ? [] : [onlyUsual];
  });
  const differences = nameDifferences(candidates, {
    direction,
    tests: chosen.tests,
    sampleNow,
    sampleBefore,
  }).map(({ field, value, usual: { share, usualShare, logProbability }, also }): Difference => ({
    field,
    value,
    share,
    usualShare,
    lift: usualShare > 0 ? share / usualShare : null,
    count: Math.round(share * logs),
    significance: Math.min(1, Math.exp(logProbability) * Math.max(1, chosen.tests)),
    sentence: differenceSentence(
      { field, value },
      { noun: kind.noun, direction, share, usualShare }
    ),
    also,
  }));
  return finish({
    differences,
    examinedFields: chosen.examinedFields,
    omittedFields: [
      ...answer.omittedFields,
      ...defining.map((field) => ({ field, reason: 'defines_the_logs' as const })),
      ...chosen.omittedFields,
    ],
  });
}

/** From where on a request is slow, by what is usual; null for what is no response time. */
async function readBound(
  reader: ComparedLogsReader,
  { source, signal, direction }: DifferencesRequest,
  before: { slots: TimeSlot[]; filters: estypes.QueryDslQueryContainer[] },
  logs: number
): Promise<{ value: number; inWords: string } | null> {
  const share = slownessOf(signal);
  if (share === undefined || direction === 'low') return null;
  const { field, unit } = latencyOf(source);
  const sampled = samplingShare(shareFor(COUNTED_LOGS, logs));
  const value = logs === 0 ? null : await reader.quantile(before, field, share, sampled);
  return value === null ? null : { value, inWords: durationInWords(value * msPerUnit(unit)) };
}

function reasonNotToCompare(
  noun: string,
  direction: Direction,
  logs: number,
  before: number
): string | null {
  if (before === 0) return `There are no logs of ${TYPICAL_TIME}, so nothing is known to be usual.`;
  if (direction === 'low') {
    return logs > 0
      ? null
      : 'There are no logs at all in this time: whatever is missing is not confined to a part of them.';
  }
  return logs >= TOO_FEW_LOGS
    ? null
    : `There are only ${logs} ${noun} in this time: too few to tell what they have in common.`;
}
