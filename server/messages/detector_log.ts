import type { ElasticsearchClient, Logger } from '@kbn/core/server';
import * as t from 'io-ts';
import { isRight } from 'fp-ts/lib/Either';

import {
  KEPT_MESSAGE_DAYS,
  KEPT_MESSAGES,
  messageCodec,
  messageLevels,
  type DetectorMessage,
  type MessageKind,
  type MessageLevel,
  type MessagesQuery,
  type MessagesResponse,
} from '../../common/messages';
import { DetectorError, messageOf } from '../errors';

import { LogDocuments } from './log_documents';
import { messageId, repeated, type StoredMessage } from './repeated_message';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_SIZE = 50;
/** So often a message is tried that others write at the same time. */
const ATTEMPTS = 5;

/** What is to be told of a detector. */
export interface NewMessage {
  detectorId: string;
  spaceId: string;
  level: MessageLevel;
  kind: MessageKind;
  /** A sentence for people. */
  text: string;
  /** Id of what it is about: told twice, it is one message, which says what was said last. */
  about?: string;
}

const storedCodec = t.intersection([
  t.type({ document: t.literal('message'), detector: t.string, space: t.string }),
  t.type({
    time: messageCodec.props.time,
    lastTime: messageCodec.props.lastTime,
    count: t.number,
    level: messageCodec.props.level,
    kind: t.string,
    text: t.string,
    node: t.string,
  }),
]);

const messagesOf = (detector: string) => [
  { term: { document: 'message' } },
  { term: { detector } },
];

/** What happened to detectors. Whoever asks has checked that the detector is in the space. */
export class DetectorLog {
  private readonly documents: LogDocuments;

  /**
   * @param client of Kibana itself: the index is nobody else's
   * @param node the name of this Kibana
   */
  constructor(
    client: ElasticsearchClient,
    private readonly node: string,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now
  ) {
    this.documents = new LogDocuments(client);
  }

  /**
   * Keeps a message.
   * @throws DetectorError when it could not be written
   */
  async add({ detectorId, spaceId, about, level, kind, text }: NewMessage): Promise<void> {
    const time = new Date(this.now()).toISOString();
    const message: StoredMessage = {
      document: 'message',
      detector: detectorId,
      space: spaceId,
      time,
      lastTime: time,
      count: 1,
      level,
      kind,
      text,
      node: this.node,
    };
    const id = messageId({ ...message, kind }, about);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { source, state } = await this.documents.get(id);
      const before = storedCodec.decode(source);
      const { current, past } = isRight(before)
        ? repeated(id, before.right, message, about !== undefined)
        : { current: message };
      if (past) await this.documents.write([{ id: past.id, document: past.message }]);
      if (await this.documents.write([{ id, document: current, basedOn: state }])) return;
    }
    throw new DetectorError(
      'unavailable',
      `A message of detector "${detectorId}" was changed by others ${ATTEMPTS} times while it was written.`
    );
  }

  /** Keeps a message where that can be done: what it tells of has happened either way. */
  async tell(message: NewMessage): Promise<void> {
    try {
      await this.add(message);
    } catch (error) {
      this.logger.warn(
        `Detector ${message.detectorId}: a message could not be kept (${messageOf(error)}): ${message.text}`
      );
    }
  }

  /** Messages of a detector, the one that happened last first. */
  async list(
    detectorId: string,
    { level = 'info', page = 1, size = DEFAULT_SIZE }: Partial<MessagesQuery>
  ): Promise<MessagesResponse> {
    const levels = messageLevels.slice(messageLevels.indexOf(level));
    const { total, found } = await this.documents.find(
      { bool: { filter: [...messagesOf(detectorId), { terms: { level: levels } }] } },
      { sort: [{ lastTime: 'desc' }, { kind: 'asc' }], from: (page - 1) * size, size }
    );
    return { total, messages: found.flatMap(({ id, source }) => decode(id, source)) };
  }

  /** Deletes what is older than messages are kept, and what is beyond their number; if that fails, the next call makes up for it. */
  async expire(detectorId: string): Promise<void> {
    try {
      await this.deleteOldest(detectorId);
    } catch (error) {
      this.logger.warn(
        `Detector ${detectorId}: its old messages could not be deleted: ${messageOf(error)}`
      );
    }
  }

  /** Deletes all that is kept of a detector. */
  async delete(detectorId: string): Promise<void> {
    await this.documents.delete({ term: { detector: detectorId } });
  }

  private async deleteOldest(detectorId: string): Promise<void> {
    const filter = messagesOf(detectorId);
    const oldest = new Date(this.now() - KEPT_MESSAGE_DAYS * DAY_MS).toISOString();
    const { found } = await this.documents.find(
      { bool: { filter } },
      { sort: [{ lastTime: 'desc' }], from: KEPT_MESSAGES, size: 1 }
    );
    const beyond = found.flatMap(({ id, source }) => decode(id, source))[0]?.lastTime ?? oldest;
    const lte = beyond > oldest ? beyond : oldest;
    await this.documents.delete({
      bool: { filter: [...filter, { range: { lastTime: { lte } } }] },
    });
  }
}

/** One that cannot be read is left out: the others tell enough. */
function decode(id: string, source: unknown): DetectorMessage[] {
  const decoded = storedCodec.decode(source);
  if (!isRight(decoded)) return [];
  const { document: _, detector: __, space: ___, ...message } = decoded.right;
  return [{ id, ...message }];
}
