import { type Command } from 'commander';

import packageJson from '../../../package.json';
import { describeCommands } from '../../../standalone/command_line/program';
import { argumentsOf, documentedCommands, wordsOf } from '../../builders/documented_commands';

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

const ofProgram = documentedCommands.flatMap((documented) => {
  const words = argumentsOf(documented.command);
  return words ? [{ ...documented, words }] : [];
});

const ofScripts = documentedCommands.flatMap(({ file, command }) => {
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
