import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import { paths } from '../../common/api';
import { Http } from '../kibana/kibana_api';
import type { Stack } from '../kibana/stack';

const run = promisify(execFile);

/** A Kibana takes about a minute to start, and longer on a machine that has more to do. */
const PATIENCE_MS = 400_000;
const LOOK_EVERY_MS = 250;

const isGone = (pid: number): boolean => !fs.existsSync(`/proc/${pid}`);

/** One of the Kibanas of a stack as the process that it is: it can be killed, and started again with its data. */
export class KibanaProcess {
  /** @param instance 1 for the one that the stack started; others have the ports above */
  constructor(
    private readonly stack: Stack,
    private readonly instance = 1
  ) {}

  get url(): string {
    const url = new URL(this.stack.kibana);
    url.port = String(Number(url.port) + this.instance - 1);
    return url.origin;
  }

  /** A stack of which this is the only Kibana, for those that ask one. */
  get asStack(): Stack {
    return { ...this.stack, kibana: this.url };
  }

  /** Starts it, and waits until the plugin answers: its tasks may run by then, while others are still starting. */
  async start(): Promise<void> {
    const script = this.script('up').then(
      () => 'the script ended',
      (error: Error) => error.message
    );
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      if (await this.answers()) return;
      await setTimeout(LOOK_EVERY_MS);
    }
    throw new Error(`${this.url} did not start: ${await script}`);
  }

  /** Ends it as nothing else does: it has no time to put anything in order. */
  async kill(): Promise<void> {
    const pid = this.pid;
    process.kill(-pid, 'SIGKILL');
    while (!isGone(pid)) await setTimeout(20);
  }

  /** Ends it in order. */
  async stop(): Promise<void> {
    const pid = this.pid;
    await this.script('down');
    while (!isGone(pid)) await setTimeout(LOOK_EVERY_MS);
  }

  private get pid(): number {
    const { kind } = this.stack;
    const folder = `anomaly-detector-stack${kind === 'secured' ? '-secure' : ''}`;
    const name = this.instance === 1 ? 'kibana' : `kibana-${this.instance}`;
    return Number(fs.readFileSync(path.join(os.tmpdir(), folder, `${name}.pid`), 'utf8'));
  }

  private async answers(): Promise<boolean> {
    try {
      const http = new Http(this.url, this.stack.user);
      const { status } = await http.request('GET', paths.detectors);
      return status === 200;
    } catch {
      // Nothing listens yet, or something says that Kibana is not ready.
      return false;
    }
  }

  private script(command: 'up' | 'down') {
    const flags = ['--kibana-only', '--instance', String(this.instance)];
    if (this.stack.kind === 'secured') flags.push('--secure');
    return run(process.execPath, [process.env.STACK_SCRIPT!, command, ...flags], {
      env: process.env,
    });
  }
}
