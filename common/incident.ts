import type { Severity } from './severity';
import type { Suppression } from './suppression';

/** Records of one entity that follow each other within the cool-down. */
export interface Incident {
  id: string;
  entity: string;
  /** By the names of the entity fields. */
  entityValues: Record<string, string>;
  /** Start of its first bucket, ISO 8601. */
  start: string;
  /** End of its last bucket so far. */
  end: string;
  /** `open`: what has been scored does not reach beyond the cool-down after its last record, so it may still go on. */
  state: 'open' | 'closed';
  /** Highest record score, 0 to 100, and its severity. */
  maxScore: number;
  severity: Severity;
  records: number;
  /** The strongest signal of the worst record, its sentence, and the start of its bucket. */
  signal: string;
  description: string;
  worstTime: string;
  /** Why the worst record is no alarm, and the reason in words; null where it is one. */
  suppressedBy: Suppression['by'] | null;
  suppressedReason: string | null;
}
