import type { MessageKind } from '../../../../common/messages';
import {
  messageId,
  repeated,
  type StoredMessage,
} from '../../../../server/messages/repeated_message';

const message = (changes: Partial<StoredMessage> = {}): StoredMessage => ({
  document: 'message',
  detector: 'shop',
  space: 'default',
  time: '2026-03-01T10:00:00.000Z',
  lastTime: '2026-03-01T10:00:00.000Z',
  count: 1,
  level: 'error',
  kind: 'scoring_failed',
  text: 'Scoring failed: it took 30001 ms.',
  node: 'kibana:5601',
  ...changes,
});
const idOf = (kind: MessageKind, text: string, time = '2026-03-01T10:00:00.000Z', about?: string) =>
  messageId({ detector: 'shop', kind, text, time }, about);

describe('the id of a message', () => {
  it('is the same for a failure that comes again with other numbers and times', () => {
    const first = idOf(
      'scoring_failed',
      'No answer since 2026-03-01T10:00:00.000Z after 30001 ms.'
    );
    const again = 'No answer since 2026-03-01T10:05:00.000Z after 29987.5 ms.';
    expect(idOf('scoring_failed', again, '2026-03-01T10:05:00.000Z')).toBe(first);
    expect(idOf('scoring_failed', 'Other.')).not.toBe(first);
    expect(idOf('training_failed', again)).not.toBe(first);
  });

  it('is the same whether or not its numbers have separators', () => {
    const of = (logs: string) => idOf('notice', `${logs} logs arrived late.`);
    expect(of('1,000,753')).toBe(of('9999'));
  });

  it('is another each time somebody does the same', () => {
    expect(idOf('started', 'Started.')).not.toBe(
      idOf('started', 'Started.', '2026-03-01T10:05:00.000Z')
    );
  });

  it('is that of the thing that it is about, whatever is said of it', () => {
    const about = (text: string, time: string) => idOf('run_ended', text, time, 'run-1');
    expect(about('a', '2026-03-01T10:00:00.000Z')).toBe(about('b', '2026-03-01T11:00:00.000Z'));
  });
});

describe('a message that comes again', () => {
  it('within an hour goes on counting from the first time, and says what was said last', () => {
    const later = '2026-03-01T10:59:00.000Z';
    const again = message({ time: later, lastTime: later, text: 'Now 5 ms.' });
    expect(repeated('id', message({ count: 7 }), again, false)).toEqual({
      current: message({ count: 8, lastTime: later, text: 'Now 5 ms.' }),
    });
  });

  it('after more than an hour begins anew, and what was before is kept', () => {
    const later = '2026-03-01T11:00:01.000Z';
    const again = message({ time: later, lastTime: later });
    const before = message({ count: 7 });
    expect(repeated('id', before, again, false)).toEqual({
      current: again,
      past: { id: 'id:2026-03-01T10:00:00.000Z', message: before },
    });
  });

  it('about the same thing is told once', () => {
    const later = '2026-03-01T13:00:00.000Z';
    expect(
      repeated('id', message(), message({ time: later, lastTime: later, text: 'New' }), true)
    ).toEqual({ current: message({ text: 'New' }) });
  });
});
