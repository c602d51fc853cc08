import { type Command } from 'commander';
import fs from 'node:fs';
import path from 'node:path';

import packageJson from '../../../package.json';
import { describeCommands } from '../../../standalone/command_line/program';

const root = path.resolve(__dirname, '../../..');
const files = [
  'README.md',
  ...fs
    .readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The lines of the blocks of a file that are for a shell, without comments. */
function commandsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block]) => block.split('\n'))
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => line !== '');
}

const all = files.flatMap((file) => commandsOf(file).map((command) => ({ file, command })));

/** Words of a command, quotes removed. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word);

/** Reads the words as the program does, and does nothing. */
async function parse(words: string[]): Promise<void> {
  const program = describeCommands({
    environment: {},
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    now: () => new Date(0),
    onInterrupt: () => () => undefined,
  });
  const quiet = (command: Command): void => {
    command.exitOverride();
    command.commands.forEach(quiet);
    if (command.commands.length === 0) command.action(() => undefined);
  };
  quiet(program);
  await program.parseAsync(words, { from: 'user' });
}

const ofProgram = all.flatMap(({ file, command }) => {
  const words = wordsOf(command.replace(/^.*\| /, ''));
  if (words[0] === 'npx') words.shift();
  return words[0] === 'anomaly-detector' ? [{ file, command, words: words.slice(1) }] : [];
});

const ofScripts = all.flatMap(({ file, command }) => {
  const [program, first, second] = wordsOf(command);
  if (program !== 'npm' || first === 'ci') return [];
  return [{ file, command, script: first === 'run' ? second : first }];
});

describe('the commands in the documentation', () => {
  it.each(ofProgram)('are understood by the program: $command ($file)', async ({ words }) => {
    await expect(parse(words)).resolves.toBeUndefined();
  });

  it.each(ofScripts)('name a script: $command ($file)', ({ script }) => {
    expect(Object.keys(packageJson.scripts)).toContain(script);
  });

  it('are told from those that are none', async () => {
    await expect(parse(['collect', '--fil', 'access.log'])).rejects.toThrow(
      "unknown option '--fil'"
    );
    expect(ofProgram.length).toBeGreaterThan(15);
  });
});
