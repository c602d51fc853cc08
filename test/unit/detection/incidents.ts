import { ALARM_MIN_SCORE } from '../../../common/severity';
import { createRandom } from '../../../server/detection/random';
import { type ScoredBucket } from '../../../server/detection/types';
import { DAY, FIVE_MINUTES, HOUR, MINUTE, type Incident, type Service } from './traffic';

/** Alarms of one entity less than this apart are one. */
const COOL_DOWN = 30 * MINUTE;
/** Windows still hold an incident's last buckets for so long. */
const AFTERMATH = 30 * MINUTE;

/** In each of the given weeks, every service is slow once, fails once and falls silent once, all by day and on different days. */
export function incidentsOf(
  seed: number,
  services: readonly Service[],
  from: number,
  weeks: readonly number[]
): Incident[] {
  const random = createRandom(seed);
  const incidents: Incident[] = [];
  for (const week of weeks) {
    for (const { entity } of services) {
      const days = [0, 1, 2, 3, 4].sort(() => random() - 0.5);
      for (const [index, kind] of (['slow', 'failing', 'silent'] as const).entries()) {
        const start = from + (7 * week + days[index]) * DAY + (9 + Math.floor(8 * random())) * HOUR;
        const shortest = kind === 'silent' ? 45 * MINUTE : HOUR;
        const longest = kind === 'silent' ? HOUR : 2 * HOUR;
        const lasts = shortest + random() * (longest - shortest);
        const to = start + Math.round(lasts / FIVE_MINUTES) * FIVE_MINUTES;
        incidents.push({ entity, kind, from: start, to });
      }
    }
  }
  return incidents;
}

export interface Verdict {
  missed: Incident[];
  falseAlarms: ScoredBucket[];
}

/** Which incidents were not alarmed while they lasted, and which alarms belong to none. */
export function judge(scored: readonly ScoredBucket[], incidents: readonly Incident[]): Verdict {
  const alarms = scored.filter((bucket) => bucket.recordScore >= ALARM_MIN_SCORE);
  const missed = incidents.filter(
    ({ entity, from, to }) =>
      !alarms.some((alarm) => alarm.entity === entity && alarm.time >= from && alarm.time < to)
  );
  const lastAlarm = new Map<string, number>();
  const falseAlarms = alarms.filter(({ entity, time }) => {
    const explained = incidents.some(
      (incident) =>
        incident.entity === entity && time >= incident.from && time < incident.to + AFTERMATH
    );
    if (explained) return false;
    const since = time - (lastAlarm.get(entity) ?? -Infinity);
    lastAlarm.set(entity, time);
    return since > COOL_DOWN;
  });
  return { missed, falseAlarms };
}
