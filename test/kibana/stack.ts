import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const root = path.resolve(__dirname, '../..');

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with "npm run test:kibana"`);
  return value;
};

/** The addresses and the superuser of the stack that the script starts. */
const ADDRESSES = {
  unsecured: {
    kibana: 'http://127.0.0.1:5601',
    elasticsearch: 'http://127.0.0.1:9200',
    user: null,
  },
  secured: {
    kibana: 'http://127.0.0.1:5611',
    elasticsearch: 'http://127.0.0.1:9210',
    user: { username: 'elastic', password: 'changeme123' },
  },
} as const;

export type StackKind = keyof typeof ADDRESSES;

/** A real Elasticsearch and a real Kibana with the plugin, installed from its zip. */
export interface Stack {
  kind: StackKind;
  kibana: string;
  elasticsearch: string;
  user: { username: string; password: string } | null;
  stop(): Promise<void>;
}

/** Bundles are cached for a year under the plugin's version, so each build has another. */
const buildVersion = (): string => `0.1.0-${Date.now()}`;

function install(): void {
  const outDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-build-'));
  try {
    execFileSync(
      process.execPath,
      [
        path.join(root, 'scripts/build.mjs'),
        ...['--kibana-version', '8.12.2', '--plugin-version', buildVersion(), '--out', outDir],
      ],
      { cwd: root }
    );
    const zip = fs.readdirSync(outDir).find((name) => name.endsWith('.zip'));
    const home = required('KIBANA_HOME');
    const command = path.join(home, 'bin/kibana-plugin');
    if (fs.existsSync(path.join(home, 'plugins/anomalyDetector'))) {
      execFileSync(command, ['remove', 'anomalyDetector'], { stdio: 'ignore' });
    }
    execFileSync(command, ['install', `file://${path.join(outDir, zip!)}`], { stdio: 'pipe' });
  } finally {
    fs.rmSync(outDir, { recursive: true, force: true });
  }
}

/** Waits until nothing answers at `url`. */
async function untilGone(url: string): Promise<void> {
  for (let second = 0; second < 60; second++) {
    try {
      await fetch(url);
    } catch {
      return;
    }
    await setTimeout(1_000);
  }
  throw new Error(`${url} still answers after a minute: is another stack running?`);
}

/** Tries again for a minute: a server that no longer answers still writes to the folder that is deleted here. */
async function untilDone(attempt: () => Promise<unknown>): Promise<void> {
  for (let second = 0; second < 60; second++) {
    try {
      await attempt();
      return;
    } catch {
      await setTimeout(1_000);
    }
  }
  await attempt();
}

/** Starts a fresh stack with the plugin as it is in the tree now; what an earlier one left is deleted. */
export async function startStack(kind: StackKind): Promise<Stack> {
  const script = required('STACK_SCRIPT');
  const flags = kind === 'secured' ? ['--secure'] : [];
  const stack = (command: string) =>
    // A test may have set another Kibana, which only it knows of unless it is handed on.
    run(process.execPath, [script, command, ...flags], { env: process.env });
  const wipe = async () => {
    await stack('down');
    await untilGone(ADDRESSES[kind].elasticsearch);
    await untilDone(() => stack('wipe'));
  };
  await wipe();
  install();
  await stack('up');
  return {
    kind,
    ...ADDRESSES[kind],
    stop: wipe,
  };
}

/** Runs the command line as a person would; what it prints on standard output comes back. */
export async function commandLine(stack: Stack, ...args: string[]): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [path.join(root, 'bin/anomaly-detector.js'), ...args, '--es', stack.elasticsearch],
    {
      cwd: root,
      maxBuffer: 16 * 1024 * 1024,
      env: {
        ...process.env,
        ...(stack.user
          ? {
              ELASTICSEARCH_USERNAME: stack.user.username,
              ELASTICSEARCH_PASSWORD: stack.user.password,
            }
          : {}),
      },
    }
  );
  return stdout;
}
