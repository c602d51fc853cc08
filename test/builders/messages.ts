import fs from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const root = path.resolve(__dirname, '../..');

/** The text that a constant expression stands for; undefined where it is none. */
function textOf(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** The messages of `i18n.translate` in a file, by id. */
function messagesOf(file: string): Array<[id: string, message: string]> {
  const source = ts.createSourceFile(
    file,
    fs.readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  );
  const found: Array<[string, string]> = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'translate' &&
      node.expression.expression.getText(source) === 'i18n'
    ) {
      const [id, options] = node.arguments;
      const message = ts.isObjectLiteralExpression(options)
        ? options.properties
            .filter(ts.isPropertyAssignment)
            .find(({ name }) => name.getText(source) === 'defaultMessage')?.initializer
        : undefined;
      const [key, text] = [textOf(id), textOf(message)];
      if (key === undefined || text === undefined) {
        throw new Error(`${file}: ${node.getText(source).slice(0, 80)} is not written out`);
      }
      found.push([key, text]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Every message of the plugin, by id. */
export function usedMessages(): Map<string, string> {
  const files = ['public', 'server', 'common'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.join(root, folder, name))
  );
  return new Map(files.flatMap(messagesOf));
}

interface Translation {
  /** Formats of numbers and times; Kibana has its own where there are none. */
  formats?: object;
  messages: Record<string, string>;
}

/** What stands in `translations/<locale>.json`. */
export function readTranslation(locale: string): Translation {
  const file = path.join(root, 'translations', `${locale}.json`);
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Translation;
}

/** The messages of `translations/<locale>.json`, by id. */
export const translatedMessages = (locale: string): Map<string, string> =>
  new Map(Object.entries(readTranslation(locale).messages));
