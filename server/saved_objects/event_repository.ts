import { randomUUID } from 'node:crypto';

import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { decodeOrThrow } from '../../common/codecs';
import {
  eventCodec,
  KEPT_EVENTS,
  LISTED_EVENTS,
  type DetectorEvent,
  type EventsResponse,
} from '../../common/events';
import { DetectorError } from '../errors';

import { decodeEach } from './decode_each';
import { isNotFound } from './saved_object_error';
import { EVENT_TYPE } from './saved_object_types';

type Attributes = Omit<DetectorEvent, 'id'>;

const attribute = (name: keyof Attributes): string => `${EVENT_TYPE}.attributes.${name}`;

/** Deploys and other events that were told to one space. */
export class EventRepository {
  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {}

  /** Adds an event; when there are more than are kept, the oldest go. */
  async add(event: Attributes): Promise<DetectorEvent> {
    // Times are compared as they are written, so all are written in UTC.
    const attributes = { ...event, time: new Date(event.time).toISOString() };
    const { id } = await this.client.create<Attributes>(EVENT_TYPE, attributes, {
      namespace: this.namespace,
      id: randomUUID(),
    });
    await this.deleteOldest();
    return { ...attributes, id };
  }

  /** Events in [from, to), newest first; with a detector only those that are about it, or about none. */
  async list({
    from,
    to,
    detectorId,
  }: {
    from: string;
    to: string;
    detectorId?: string;
  }): Promise<EventsResponse> {
    const iso = (time: string): string => new Date(time).toISOString();
    const filter = [
      `${attribute('time')} >= "${iso(from)}"`,
      `${attribute('time')} < "${iso(to)}"`,
      ...(detectorId === undefined
        ? []
        : [`(${attribute('detectorId')}: "${detectorId}" or not ${attribute('detectorId')}: *)`]),
    ].join(' and ');
    const { saved_objects: found, total } = await this.find({ filter, perPage: LISTED_EVENTS });
    const { decoded, broken } = decodeEach(found, decode);
    return { events: decoded, total, broken };
  }

  /** @throws DetectorError `not_found` */
  async delete(id: string): Promise<void> {
    try {
      await this.client.delete(EVENT_TYPE, id, { namespace: this.namespace });
    } catch (error) {
      throw isNotFound(error)
        ? new DetectorError('not_found', `There is no event "${id}" in this space.`)
        : error;
    }
  }

  /** Deletes the events of a detector. */
  async deleteAll(detectorId: string): Promise<void> {
    const filter = `${attribute('detectorId')}: "${detectorId}"`;
    for (;;) {
      const { saved_objects: found } = await this.find({ filter, perPage: LISTED_EVENTS });
      await this.deleteFound(found);
      if (found.length < LISTED_EVENTS) return;
    }
  }

  private async deleteOldest(): Promise<void> {
    const { total } = await this.find({ perPage: 1 });
    if (total <= KEPT_EVENTS) return;
    const { saved_objects: oldest } = await this.find({
      perPage: Math.min(total - KEPT_EVENTS, LISTED_EVENTS),
      sortOrder: 'asc',
    });
    await this.deleteFound(oldest);
  }

  private async deleteFound(found: ReadonlyArray<SavedObject<Attributes>>): Promise<void> {
    for (const { id } of found) {
      try {
        await this.client.delete(EVENT_TYPE, id, { namespace: this.namespace });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  private find(options: { filter?: string; perPage: number; sortOrder?: 'asc' | 'desc' }) {
    return this.client.find<Attributes>({
      type: EVENT_TYPE,
      sortField: 'time',
      sortOrder: 'desc',
      namespaces: [this.namespace ?? 'default'],
      ...options,
    });
  }
}

const decode = ({ id, attributes }: SavedObject<Attributes>): DetectorEvent =>
  decodeOrThrow(eventCodec, { ...attributes, id });
