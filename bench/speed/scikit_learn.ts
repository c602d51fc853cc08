import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A scikit-learn that waits for requests, so that it can take turns with others in one run. */
export class ScikitLearn {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string, undefined>;

  constructor(python: string, script: string) {
    this.process = spawn(python, [script], {
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    });
    this.process.stderr.pipe(process.stderr);
    this.answers = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** The seconds that a request took. @throws Error when the program has ended */
  async seconds(request: 'fit' | 'score', file: string, columns: number): Promise<number> {
    this.process.stdin.write(`${request} ${file} ${columns}\n`);
    const answer = await this.answers.next();
    if (answer.done === true)
      throw new Error('scikit-learn has ended before it answered; its message stands above.');
    return Number(answer.value);
  }

  end(): void {
    this.process.stdin.end();
  }
}
