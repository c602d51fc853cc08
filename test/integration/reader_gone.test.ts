import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

describe('the command line in a pipe', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [path.join(root, 'scripts/build_command_line.mjs')]);
  });

  it('ends without a stack trace when whoever reads its output has gone', async () => {
    const program = spawn(process.execPath, [path.join(root, 'bin/anomaly-detector.js'), 'help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    program.stdout.destroy();
    let stderr = '';
    program.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [exitCode] = (await once(program, 'close')) as [number];
    expect(stderr).toBe('');
    expect(exitCode).toBe(141);
  });
});
