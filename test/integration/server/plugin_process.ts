import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { build } from 'esbuild';

import type { Host } from '../../../standalone/host/create_host';
import { buildTrainingWorker, standInFor } from '../../builders/training_worker';
import type { Playground } from '../host/test_host';

/** The plugin in a process of its own, with a thread for trainings as in Kibana, which can be killed and started again on the same data. */
export class PluginProcess implements Pick<Host, 'inject'> {
  private child: ChildProcess | undefined;
  private url = '';
  private output = '';

  constructor(
    private readonly playground: Playground,
    private readonly elasticsearchUrl: string
  ) {}

  private get program(): string {
    return join(this.playground.dataDir, 'plugin_program.js');
  }

  async build(): Promise<void> {
    await build({
      entryPoints: [join(__dirname, 'plugin_program.ts')],
      outfile: this.program,
      bundle: true,
      platform: 'node',
      target: 'node20',
      tsconfigRaw: {},
      alias: {
        '@kbn/i18n': standInFor('i18n'),
        '@kbn/config-schema': standInFor('config_schema'),
        '@kbn/es-query': standInFor('es_query'),
        '@kbn/task-manager-plugin/server': standInFor('task_manager'),
      },
      logLevel: 'error',
    });
    await buildTrainingWorker(this.playground.dataDir);
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const { dataDir, indexPrefix } = this.playground;
    const child = spawn(
      process.execPath,
      [this.program, this.elasticsearchUrl, dataDir, indexPrefix],
      { stdio: ['ignore', 'pipe', 'pipe'] }
    );
    this.child = child;
    this.output = '';
    const listening = new Promise<void>((done) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          this.output += chunk.toString();
          const [, url] = /listens at (\S+)/.exec(this.output) ?? [];
          if (url === undefined) return;
          this.url = url;
          done();
        });
      }
    });
    await Promise.race([listening, once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(`The host ended: ${this.output}`);
  }

  /**
   * Sends SIGKILL at once, and waits until the process is gone.
   * @returns the signal that ended it; null when it had ended before
   */
  async kill(): Promise<NodeJS.Signals | null> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    return child.signalCode;
  }

  /** What it wrote since it was last started. */
  get said(): string {
    return this.output;
  }

  async inject({ method, path, headers, body }: Parameters<Host['inject']>[0]) {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  }
}
