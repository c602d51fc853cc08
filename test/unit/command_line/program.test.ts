import os from 'node:os';
import path from 'node:path';

import { runCommandLine } from '../../../standalone/command_line/program';

const run = async (...args: string[]) => {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCommandLine(args, {
    environment: {},
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    now: () => new Date('2026-03-18T12:00:00Z'),
    onInterrupt: () => () => undefined,
  });
  return { exitCode, ...written };
};

const collect = (...args: string[]) =>
  run('collect', '--file', __filename, '--service', 'shop', ...args);

describe('the command line', () => {
  it('explains the commands and the exit codes', async () => {
    const { exitCode, stdout } = await run('--help');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/collect .*generate .*Exit codes:/s);
  });

  it('names an option that is missing', async () => {
    const { exitCode, stderr } = await run('collect', '--service', 'shop');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('give one of --file <path>, --from <url> and --cloud-id <id>.');
  });

  it.each([
    [['--file', path.join(os.tmpdir(), 'no-such.log')], 'There is no file'],
    [['--file', os.tmpdir()], 'is a directory: name a log file in it.'],
    [
      ['--format', 'w3c'],
      '"w3c" is no format that can be read; known are: combined, json, nginx-json.',
    ],
    [['--map', 'event.duration=took:ms'], '--map is for formats whose lines have named fields'],
    [['--from', 'http://127.0.0.1:9200'], 'give one of --file <path>, --from <url>'],
    [['--es-ca', __filename], 'holds no certificate in PEM'],
    [['--service', ' '], 'The name of the service is empty'],
    [['--es', 'bob:secret@shop'], '--es is no address of an Elasticsearch'],
    [['--index', 'Logs'], '"Logs" is no name for an index of logs: it has upper-case letters.'],
    [['--index', 'a b'], 'it has a space'],
    [['--index', 'logs*'], 'it has a space or one of'],
    [['--index', '_logs'], 'its first character is one of'],
    [['--index', 'x'.repeat(256)], 'it is longer than 255 bytes'],
  ])('refuses to collect with %j', async (args, message) => {
    const { exitCode, stderr, stdout } = await collect(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('secret');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  });

  it.each([
    [['--seed', 'x'], '--seed is "x": give a whole number from 0 to'],
    [['--weeks', '0'], '--weeks is "0": give a whole number from 1 to 104.'],
    [['--rate', '-1'], '--rate is "-1": give a number from 0.01 to 1000.'],
    [['--until', 'yesterday'], '--until is "yesterday": give a time in ISO 8601'],
    [['--time-zone', 'Mars'], '--time-zone is "Mars": give an IANA time zone'],
    [['--labels', os.tmpdir()], 'The incidents cannot be written to'],
    [['--services', '0'], '--services is "0": give a whole number from 1 to 500.'],
    [['--days', '0'], '--days is "0": give a whole number from 1 to 728.'],
    [['--days', '2', '--weeks', '1'], '--weeks and --days both say how long'],
    [['--days', '1', '--incidents', 'all'], '"--incidents none" leaves them away.'],
    [['--incidents', 'fire'], '--incidents names the kind "fire": there are latency_spike,'],
    [['--inject', 'surge@search:10m'], '--inject is for traffic that goes on as time does'],
    [['--live', '--inject', 'surge'], '--inject is "surge": give a kind, a service and a length'],
    [['--live', '--inject', 'fire@search:10m'], '--inject names the kind "fire"'],
    [['--live', '--inject', 'surge@pets:10m'], 'there is no service "pets"; there are checkout,'],
    [['--live', '--inject', 'surge@search:10'], '--inject is "10": give a number and a unit'],
    [['--live', '--until', '2026-03-14T09:26:53Z'], '--live goes on from now'],
    [['--for', '10m'], '--for says how long --live goes on'],
    [['--live', '--for', 'long'], '--for is "long": give a number and a unit'],
  ])('refuses to generate with %j', async (args, message) => {
    const { exitCode, stderr } = await run('generate', ...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(1);
  });

  it('wants a user and a password, or neither', async () => {
    const written: string[] = [];
    const exitCode = await runCommandLine(['generate'], {
      environment: { ELASTICSEARCH_USERNAME: 'bob' },
      stdout: { write: (text) => written.push(text) },
      stderr: { write: (text) => written.push(text) },
      now: () => new Date('2026-03-18T12:00:00Z'),
      onInterrupt: () => () => undefined,
    });
    expect(exitCode).toBe(1);
    expect(written.join('')).toBe(
      'ELASTICSEARCH_USERNAME is set, ELASTICSEARCH_PASSWORD is not: set both or neither.\n'
    );
  });
});
