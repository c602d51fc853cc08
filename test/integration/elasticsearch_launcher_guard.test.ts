import { buildSync } from 'esbuild';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that has ended may stay listed until someone asks for its exit code. */
const isRunning = (pid: number): boolean => {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith(
      'Z'
    );
  } catch {
    return false;
  }
};

const HOST = `
  const { guardProcess } = require(process.argv[1]);
  const guarded = require('node:child_process').spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  guardProcess(guarded.pid);
  console.log(guarded.pid);
  setInterval(() => undefined, 1000);
`;

describe('the guard of a process', () => {
  it('ends it when the host is killed without a chance to do so itself', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-guard-'));
    const bundle = path.join(folder, 'process_guard.js');
    const source = path.join(__dirname, '../../standalone/elasticsearch/process_guard.ts');
    buildSync({ entryPoints: [source], outfile: bundle, bundle: true, platform: 'node' });
    try {
      const host = spawn(process.execPath, ['-e', HOST, bundle], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [output] = (await once(host.stdout, 'data')) as [Buffer];
      const guarded = Number(output);
      expect(isRunning(guarded)).toBe(true);
      host.kill('SIGKILL');
      while (isRunning(guarded)) await delay(50);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
