import { type Movement } from './common_mode';

/** The median of so many entities tells what all of them do together; in four weeks of 5 minutes they take 64 MB. */
const MOST = 500;

interface Ranked {
  movement: Movement;
  typicalPerBucket: number;
  /** As it was added. */
  place: number;
}

/** Of all movements that are added, those of the busiest entities, so that they need not all be in memory. */
export class BusiestMovements {
  private kept: Ranked[] = [];
  private added = 0;

  add(movement: Movement, typicalPerBucket: number): void {
    this.kept.push({ movement, typicalPerBucket, place: this.added++ });
    if (this.kept.length >= 2 * MOST) this.drop();
  }

  /** In the order in which they were added. */
  all(): Movement[] {
    if (this.kept.length > MOST) this.drop();
    return this.kept.map(({ movement }) => movement);
  }

  private drop(): void {
    this.kept.sort((a, b) => b.typicalPerBucket - a.typicalPerBucket || a.place - b.place);
    this.kept = this.kept.slice(0, MOST).sort((a, b) => a.place - b.place);
  }
}
