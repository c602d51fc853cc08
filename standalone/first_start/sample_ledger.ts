import type { Client } from '@elastic/elasticsearch';

const INDEX = '.anomaly_detector_host_samples';

/** How far a sample has come. Only what is done is noted, so that a start that was cut off goes on there. */
export interface SampleNote {
  /** Epoch ms: generated traffic is complete up to here; the time of the first start for what is not generated. */
  loadedUpTo: number;
  /** Epoch ms of the first start, which decides the generated traffic. */
  plannedAt: number;
  loaded: boolean;
  detectorId: string | null;
  scored: boolean;
  started: boolean;
}

/** Keeps the notes beside the data they are about, so that both are there or both are gone. */
export class SampleLedger {
  constructor(private readonly client: Client) {}

  /** The note on a sample, undefined before it was begun. */
  async read(sample: string): Promise<SampleNote | undefined> {
    const found = await this.client.get<SampleNote>(
      { index: INDEX, id: sample },
      { ignore: [404] }
    );
    return found._source;
  }

  /** Notes that a sample is begun; what was noted before stays. */
  async begin(sample: string, now: number): Promise<SampleNote> {
    const known = await this.read(sample);
    if (known) return known;
    return this.write(sample, {
      plannedAt: now,
      loadedUpTo: now,
      loaded: false,
      detectorId: null,
      scored: false,
      started: false,
    });
  }

  async change(sample: string, changes: Partial<SampleNote>): Promise<SampleNote> {
    const known = await this.read(sample);
    if (!known) throw new Error(`There is no note on the sample "${sample}"`);
    return this.write(sample, { ...known, ...changes });
  }

  private async write(sample: string, note: SampleNote): Promise<SampleNote> {
    await this.client.index({ index: INDEX, id: sample, document: note, refresh: true });
    return note;
  }
}
