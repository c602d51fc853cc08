import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** A line of a block of the documentation that is for a shell, without its comment. */
export interface DocumentedCommand {
  file: string;
  command: string;
}

const files = [
  'README.md',
  ...fs
    .readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Every command of the documentation. */
export const documentedCommands: readonly DocumentedCommand[] = files.flatMap((file) =>
  [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block]) => block.split('\n'))
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => line !== '')
    .map((command) => ({ file, command }))
);

/** Words of a command, quotes removed. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word);

/** What follows the name of our program; undefined where another is called. */
export function argumentsOf(command: string): string[] | undefined {
  const words = wordsOf(command.replace(/^.*\| /, ''));
  if (words[0] === 'npx') words.shift();
  return words[0] === 'anomaly-detector' ? words.slice(1) : undefined;
}
