import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ElasticsearchClient, Logger } from '@kbn/core/server';

import type { LearnMeans, LearnRequest } from '../../../server/models/learn_model';
import { TrainingThread } from '../../../server/training_thread/training_thread';
import { detector as aDetector } from '../../builders/settings';

/** Keeps what it is told. */
class Log implements Logger {
  readonly warnings: string[] = [];
  get = () => this;
  debug() {}
  info() {}
  error() {}
  warn(message: unknown) {
    this.warnings.push(String(message));
  }
}

const REFUSED = 'This thread has asked.';
/** Tells by its error that it was asked in this thread. */
const refusing = {
  fieldCaps: () => Promise.reject(new Error(REFUSED)),
} as unknown as ElasticsearchClient;

const request: LearnRequest = {
  spaceId: 'default',
  detector: aDetector(),
  from: 0,
  to: 86_400_000,
  judged: 'no',
};

const NONE = { expected: [], mutes: [], calendars: [] };

const means = (signal?: AbortSignal): LearnMeans => ({
  client: refusing,
  quietTimes: () => Promise.resolve({ quietTimes: NONE, broken: [] }),
  modelInUse: () => Promise.reject(new Error('There is none.')),
  signal,
});

describe('the thread of a training', () => {
  let folder: string;
  let log: Log;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'training-thread-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    log = new Log();
  });

  /** A thread that runs a program of the test. */
  const threadOf = (name: string, program: string): TrainingThread => {
    const file = join(folder, `${name}.js`);
    writeFileSync(file, `const { parentPort } = require('node:worker_threads');\n${program}`);
    return new TrainingThread(refusing, log, file);
  };
  const ready = `parentPort.postMessage({ kind: 'ready' });`;
  const whenAsked = (then: string) => `parentPort.on('message', () => { ${then} }); ${ready}`;

  it('is this one where there is no program for another, which is said once', async () => {
    const thread = new TrainingThread(refusing, log, join(folder, 'missing.js'));
    await expect(thread.learn(request, means())).rejects.toThrow(REFUSED);
    await expect(thread.learn(request, means())).rejects.toThrow(REFUSED);
    expect(log.warnings).toEqual([expect.stringMatching(/main thread.*no file ".*missing\.js"/)]);
  });

  it('is this one where the program of the other cannot start', async () => {
    const thread = threadOf('broken', 'throw new Error("no such module");');
    await expect(thread.learn(request, means())).rejects.toThrow(REFUSED);
    expect(log.warnings).toEqual([expect.stringContaining('no such module')]);
  });

  it('fails the training when it crashes, so that it is tried again', async () => {
    const thread = threadOf('crashing', whenAsked('throw new Error("out of luck");'));
    const learning = thread.learn(request, means());
    await expect(learning).rejects.toThrow(/thread of the training was lost: .*out of luck\./);
    await expect(learning).rejects.toMatchObject({ fault: 'unavailable' });
    expect(log.warnings).toEqual([]);
  });

  it('fails the training when it ends without a word', async () => {
    const thread = threadOf('ending', whenAsked('process.exit(3);'));
    await expect(thread.learn(request, means())).rejects.toThrow(/It ended with code 3\./);
  });

  it('ends when the training is cancelled, whatever it does', async () => {
    const thread = threadOf('busy', whenAsked('for (;;);'));
    const cancelling = new AbortController();
    const learning = thread.learn(request, means(cancelling.signal));
    setImmediate(() => cancelling.abort(new Error('Somebody cancelled it.')));
    await expect(learning).rejects.toThrow('Somebody cancelled it.');
  });

  it('learns again what comes soon after, and another is started after one that failed', async () => {
    const count = join(folder, 'starts');
    const thread = threadOf(
      'counting',
      `require('node:fs').appendFileSync(${JSON.stringify(count)}, 'x');
      let learned = 0;
      parentPort.on('message', () => {
        if (++learned === 3) throw new Error('out of luck');
        parentPort.postMessage({ kind: 'done', result: { model: undefined, isComplete: false } });
      }); ${ready}`
    );
    const starts = () => readFileSync(count, 'utf8').length;
    await thread.learn(request, means());
    await thread.learn(request, means());
    expect(starts()).toBe(1);
    await expect(thread.learn(request, means())).rejects.toThrow(/out of luck/);
    await thread.learn(request, means());
    expect(starts()).toBe(2);
  });

  it('carries what it is told over as the sentence that it was', async () => {
    const ask = `parentPort.postMessage({ kind: 'asked', id: 0, question: { kind: 'modelInUse' } });`;
    const thread = threadOf(
      'asking',
      `parentPort.on('message', (message) => {
        if (message.kind === 'learn') { ${ask} }
        else parentPort.postMessage({ kind: 'failed', error: message.error });
      }); ${ready}`
    );
    await expect(thread.learn(request, means())).rejects.toThrow('There is none.');
  });
});
