import { RECORD_MIN_SCORE, severityBands } from '../../common/severity';
import type { UrlState } from './use_url_state';

/** What the table of anomalies shows of those in the time range. */
export interface TableState {
  sort: 'time' | 'score';
  /** Records below this score are left out. */
  minScore: number;
  /** Only those of the entity that is shown. */
  onlyEntity: boolean;
  /** Only those that are neither expected nor muted. */
  onlyAlarming: boolean;
}

/** What the table can be narrowed to, the least severe first. */
export const listedBands = severityBands.filter(({ minScore }) => minScore >= RECORD_MIN_SCORE);

/** What the address says of the table; what it says and is not known of counts as unsaid. */
export function tableStateOf({ severity, sort, only }: UrlState): TableState {
  const narrowed = (only ?? '').split(',');
  return {
    sort: sort === 'score' ? 'score' : 'time',
    minScore: listedBands.find((band) => band.severity === severity)?.minScore ?? RECORD_MIN_SCORE,
    onlyEntity: narrowed.includes('entity'),
    onlyAlarming: narrowed.includes('alarming'),
  };
}

/** The same for the address, which says nothing of what is usual. */
export function tableStateInUrl({
  sort,
  minScore,
  onlyEntity,
  onlyAlarming,
}: TableState): Pick<UrlState, 'severity' | 'sort' | 'only'> {
  const band = listedBands.find((one) => one.minScore === minScore);
  const only = [...(onlyEntity ? ['entity'] : []), ...(onlyAlarming ? ['alarming'] : [])];
  return {
    severity: minScore > RECORD_MIN_SCORE ? band?.severity : undefined,
    sort: sort === 'score' ? sort : undefined,
    only: only.join(',') || undefined,
  };
}
