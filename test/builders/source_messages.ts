import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));
}

/** Text of the product's source by file, with literals that are put together made one. */
export const sources: ReadonlyMap<string, string> = new Map(
  ['common', 'server', 'standalone', 'public'].flatMap(sourceFiles).map((file) => [
    file,
    fs
      .readFileSync(path.join(root, file), 'utf8')
      .replaceAll(/['`]\s*\+\s*['`]/g, '')
      .replaceAll("\\'", "'"),
  ])
);

/** Whether `text` has the parts of a message, between `…`, in their order. */
export function holdsMessage(text: string, message: string): boolean {
  let at = 0;
  return message
    .split('…')
    .map((part) => part.trim())
    .every((part) => {
      const found = text.indexOf(part, at);
      at = found + part.length;
      return found >= 0;
    });
}

/** The messages of the errors that people are told, as they stand in the source: what is in `new …Error(…)`. */
export const errorMessages: readonly { file: string; text: string }[] = [...sources].flatMap(
  ([file, source]) =>
    [
      ...source.matchAll(
        /(?:new (?:Detector|Command|KibanaApi|ElasticsearchLauncher)Error|= refused|return refused)\(/g
      ),
    ].map((match) => ({ file, text: argumentsAt(source, match.index + match[0].length) }))
);

/** What stands between a parenthesis that is open and its end. */
function argumentsAt(source: string, start: number): string {
  let depth = 1;
  let end = start;
  while (depth > 0 && end < source.length) {
    if (source[end] === '(') depth++;
    if (source[end] === ')') depth--;
    end++;
  }
  return source.slice(start, end - 1);
}
