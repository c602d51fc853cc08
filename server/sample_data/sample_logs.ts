import type { ElasticsearchClient } from '@kbn/core/server';

import { SAMPLE_INDEX } from '../../common/sample_data';
import { confine } from '../traffic/confinement';
import { generateTraffic } from '../traffic/generate_traffic';
import { planIncidents } from '../traffic/plan_incidents';
import { type IdentifiedDocument } from '../traffic/log_document';
import { LOG_MAPPING } from '../traffic/log_mapping';
import { statusOf, withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import { DetectorError } from '../errors';

/** One whose incidents are found well apart from each other. */
const SEED = 7;
const DAYS = 10;
/** Of the requests that the services usually get: some 90,000 in all, which is a matter of seconds. */
const RATE = 0.3;
const BATCH = 2_500;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface LoadedSample {
  created: number;
  alreadyThere: number;
  /** epoch ms; `to` is exclusive */
  from: number;
  to: number;
}

/**
 * Logs of four services that are made up: ten days up to now with three incidents. When they were first asked for stands
 * with the index, so that what is asked for again is the same, and what was cut off is completed.
 */
export class SampleLogs {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly now: () => number = Date.now
  ) {}

  /** @throws DetectorError when there is an index of that name that is none of ours */
  async exist(): Promise<boolean> {
    const note = await withExplainedErrors(
      `looking at the index "${SAMPLE_INDEX}"`,
      () => this.readNote(),
      'user'
    );
    return note !== undefined;
  }

  /** @throws DetectorError when the user may not delete them */
  async remove(): Promise<void> {
    await withExplainedErrors(
      `deleting the index "${SAMPLE_INDEX}"`,
      () => this.client.indices.delete({ index: SAMPLE_INDEX, ignore_unavailable: true }),
      'user'
    );
  }

  /** @throws DetectorError when the user may not write them, or Elasticsearch refuses them */
  async load(timeZone: string): Promise<LoadedSample> {
    const planned = await withExplainedErrors(
      `making the index "${SAMPLE_INDEX}"`,
      () => this.ensureIndex(timeZone),
      'user'
    );
    const [from, to] = [planned.at - DAYS * DAY_MS, planned.at];
    const options = {
      seed: SEED,
      from: new Date(from),
      to: new Date(to),
      timeZone: planned.timeZone,
    };
    const incidents = planIncidents(options).map((incident) =>
      // One of them has a host to be found.
      incident.kind === 'server_errors' ? confine(incident, 'host', options) : incident
    );
    const loaded = { created: 0, alreadyThere: 0, from, to };
    let batch: IdentifiedDocument[] = [];
    const write = async () => {
      const result = await this.write(batch);
      loaded.created += result.created;
      loaded.alreadyThere += result.alreadyThere;
      batch = [];
    };
    for (const document of generateTraffic({ ...options, incidents, rate: RATE })) {
      batch.push(document);
      if (batch.length === BATCH) await write();
    }
    if (batch.length > 0) await write();
    await this.client.indices.refresh({ index: SAMPLE_INDEX });
    return loaded;
  }

  /** The index's own note says when, and in which time zone, the logs were planned. */
  private async ensureIndex(timeZone: string): Promise<{ at: number; timeZone: string }> {
    const known = await this.readNote();
    if (known) return known;
    const planned = { at: Math.floor(this.now() / MINUTE_MS) * MINUTE_MS, timeZone };
    try {
      await this.client.indices.create({
        index: SAMPLE_INDEX,
        settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
        mappings: { ...LOG_MAPPING, _meta: { planned } },
      });
      return planned;
    } catch (error) {
      // Somebody else was faster.
      const theirs = statusOf(error) === 400 ? await this.readNote() : undefined;
      if (theirs) return theirs;
      throw error;
    }
  }

  private async readNote(): Promise<{ at: number; timeZone: string } | undefined> {
    const found = await this.client.indices.getMapping({
      index: SAMPLE_INDEX,
      ignore_unavailable: true,
    });
    const mapping = Object.values(found)[0]?.mappings;
    if (!mapping) return undefined;
    const { planned } = (mapping._meta ?? {}) as { planned?: { at: number; timeZone: string } };
    if (planned) return planned;
    throw new DetectorError(
      'conflict',
      `There is an index "${SAMPLE_INDEX}" that was not made for the sample logs. Delete or rename it, then try again.`
    );
  }

  private async write(
    documents: IdentifiedDocument[]
  ): Promise<{ created: number; alreadyThere: number }> {
    const { items } = await withExplainedErrors(
      'writing the sample logs',
      () =>
        this.client.bulk({
          index: SAMPLE_INDEX,
          operations: documents.flatMap(({ id, document }) => [{ create: { _id: id } }, document]),
        }),
      'user'
    );
    const answers = items.map(({ create }) => create);
    const refused = answers.find((answer) => answer?.error && answer.status !== 409);
    if (refused) {
      throw new DetectorError(
        'unavailable',
        `Elasticsearch refused sample logs (${refused.error?.reason ?? refused.status}). Try again: what is there already is not written twice.`
      );
    }
    const created = answers.filter((answer) => answer?.status === 201).length;
    return { created, alreadyThere: documents.length - created };
  }
}
