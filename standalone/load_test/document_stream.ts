import { randomUUID } from 'node:crypto';

import { type StoredDocument } from '../command_line/load_documents';

/** Documents that come as things happen, to be read one after the other. */
export class DocumentStream {
  private readonly waiting: StoredDocument[] = [];
  private wake: (() => void) | undefined;
  private ended = false;

  add(document: object): void {
    this.waiting.push({ id: randomUUID(), document });
    this.wake?.();
  }

  /** No document comes any more. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async *documents(): AsyncGenerator<StoredDocument, void, undefined> {
    for (;;) {
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) yield next;
      if (this.ended) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = undefined;
    }
  }
}
