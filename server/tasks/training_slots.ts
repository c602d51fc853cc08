import type { ElasticsearchClient } from '@kbn/core/server';
import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { LogDocuments, type BasedOn } from '../messages/log_documents';

import { TIMEOUT_MINUTES, TRAIN_TASK } from './task_types';

/** A training whose Kibana was killed gives its place back after its time-out, when nobody runs it any more. */
const HELD_MS = (TIMEOUT_MINUTES[TRAIN_TASK] + 1) * 60_000;

const slotCodec = t.type({ holder: t.string, until: t.number });

const idOf = (slot: number): string => `training-slot:${slot}`;

/**
 * The places for trainings, shared by all Kibanas of the cluster: one that finds none waits. A detector has at most one place,
 * and finds its own again when its training was cut off.
 */
export class TrainingSlots {
  private readonly documents: LogDocuments;

  /** @param client of Kibana itself; @param max trainings at once */
  constructor(
    client: ElasticsearchClient,
    readonly max: number,
    private readonly now: () => number = Date.now
  ) {
    this.documents = new LogDocuments(client);
  }

  /** Whether there is a place for a detector's training; it holds it then until `release`, or for as long as a training may take. */
  async take(detectorId: string): Promise<boolean> {
    const slots = await Promise.all(Array.from({ length: this.max }, (_, slot) => this.read(slot)));
    const own = slots.findIndex(({ holder }) => holder === detectorId);
    if (own >= 0) return this.write(own, detectorId, slots[own].state);
    for (const [slot, { holder, state }] of slots.entries()) {
      if (holder === null && (await this.write(slot, detectorId, state))) return true;
    }
    return false;
  }

  async release(detectorId: string): Promise<void> {
    for (let slot = 0; slot < this.max; slot++) {
      const { holder, state } = await this.read(slot);
      if (holder === detectorId) await this.write(slot, '', state);
    }
  }

  private async read(slot: number): Promise<{ holder: string | null; state: BasedOn }> {
    const { source, state } = await this.documents.get(idOf(slot));
    const decoded = slotCodec.decode(source);
    const isHeld =
      isRight(decoded) && decoded.right.holder !== '' && decoded.right.until > this.now();
    return { holder: isHeld ? decoded.right.holder : null, state };
  }

  private write(slot: number, holder: string, basedOn: BasedOn): Promise<boolean> {
    const document = { document: 'slot', holder, until: this.now() + HELD_MS };
    return this.documents.write([{ id: idOf(slot), document, basedOn }]);
  }
}
