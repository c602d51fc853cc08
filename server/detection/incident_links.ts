import { incidentStarts, isWithinCoolDown, makesIncident, type GradedRecord } from './incidents';

/** Records further from a range than the longest bucket and its cool-down are in no incident with one in the range. */
export const INCIDENT_REACH_MS = 3 * 3_600_000;
/** The longest that is read at once to find the end of an incident. */
const LONGEST_READ_MS = 28 * 24 * 3_600_000;

export interface EntityRecord extends GradedRecord {
  entity: string;
}

/** A record that has been written; `incidentStart` is null when it is in no incident, or was not linked yet. */
export interface StoredRecord extends EntityRecord {
  id: string;
  incidentStart: number | null;
}

export interface LinkRequest<S extends EntityRecord> {
  /** The range that has been scored, epoch ms. */
  from: number;
  to: number;
  /** Its new records. */
  scored: readonly S[];
  /** The records written before and after it, to `INCIDENT_REACH_MS` on either side; those in it are passed over. */
  around: readonly StoredRecord[];
  /** Reads the records of some entities in a later range. */
  readOn: (range: { from: number; to: number }, entities: string[]) => Promise<StoredRecord[]>;
}

export interface Links<S> {
  /** The start of the incident of each new record, in the order of `scored`. */
  starts: Map<S, number | null>;
  /**
   * Records outside the range whose incident is another one now. Latest first: written in this order, a part that is
   * missing after a failure is found when the range is scored again.
   */
  relinked: Array<{ record: StoredRecord; incidentStart: number | null }>;
}

interface Chain<S> {
  before: StoredRecord[];
  scored: S[];
  after: StoredRecord[];
}

const byTime = (a: GradedRecord, b: GradedRecord): number => a.time - b.time;

/**
 * Finds the incidents of the new records of a range, and what changes for the records around it: incidents are the
 * same whatever the order in which ranges are scored, and however often.
 */
export async function linkIncidents<S extends EntityRecord>({
  from,
  to,
  scored,
  around,
  readOn,
}: LinkRequest<S>): Promise<Links<S>> {
  const chains = chainsOf(from, to, scored, around);
  const links: Links<S> = { starts: new Map(), relinked: [] };
  let readUpTo = to + INCIDENT_REACH_MS;
  let readMs = 2 * INCIDENT_REACH_MS;
  let open = [...chains.keys()];
  while (open.length > 0) {
    open = open.filter((entity) => !link(chains.get(entity)!, readUpTo, links));
    if (open.length === 0) break;
    const next = { from: readUpTo, to: readUpTo + readMs };
    for (const record of await readOn(next, open)) chains.get(record.entity)?.after.push(record);
    readUpTo = next.to;
    readMs = Math.min(2 * readMs, LONGEST_READ_MS);
  }
  links.relinked.sort((a, b) => b.record.time - a.record.time);
  return links;
}

function chainsOf<S extends EntityRecord>(
  from: number,
  to: number,
  scored: readonly S[],
  around: readonly StoredRecord[]
): Map<string, Chain<S>> {
  const chains = new Map<string, Chain<S>>();
  const chainOf = (entity: string): Chain<S> => {
    const chain = chains.get(entity) ?? { before: [], scored: [], after: [] };
    chains.set(entity, chain);
    return chain;
  };
  for (const record of scored) chainOf(record.entity).scored.push(record);
  for (const record of around) {
    if (record.time < from) chainOf(record.entity).before.push(record);
    else if (record.time >= to) chainOf(record.entity).after.push(record);
  }
  return chains;
}

/** Links one entity's records; false when that takes those after `readUpTo`. */
function link<S extends EntityRecord>(
  { before, scored, after }: Chain<S>,
  readUpTo: number,
  links: Links<S>
): boolean {
  for (const records of [before, scored, after]) records.sort(byTime);
  // Lesser records before the first that makes an incident are in one that begins still earlier, or in none: both are
  // settled without this range.
  const first = before.findIndex(makesIncident);
  const earlier = first < 0 ? before : before.slice(first);
  const records: GradedRecord[] = [...earlier, ...scored, ...after];
  const starts = incidentStarts(records, first < 0 ? null : before[first].incidentStart);
  const last = records.map(makesIncident).lastIndexOf(true);
  const isUnsettled = last >= 0 && isWithinCoolDown(records[last], readUpTo);
  const startOfAfter = earlier.length + scored.length;
  // What follows a record that stays in its incident is right already.
  if (
    isUnsettled &&
    last >= startOfAfter &&
    after[last - startOfAfter].incidentStart !== starts[last]
  ) {
    return false;
  }
  const settled = isUnsettled ? last + 1 : records.length;
  const relink = (record: StoredRecord, index: number) => {
    if (index < settled && record.incidentStart !== starts[index]) {
      links.relinked.push({ record, incidentStart: starts[index] });
    }
  };
  earlier.forEach((record, index) => relink(record, index));
  scored.forEach((record, index) => links.starts.set(record, starts[earlier.length + index]));
  after.forEach((record, index) => relink(record, startOfAfter + index));
  return true;
}
