const ESCAPE = /\\(?:x([\da-fA-F]{2})|(.))/gs;
const CONTROL: Readonly<Record<string, string>> = { b: '\b', n: '\n', r: '\r', t: '\t', v: '\v' };

/**
 * Undoes the escapes of Apache (`\"`, `\\`, `\n`, `\xhh`) and nginx (`\xhh`). Bytes that follow each other are read as
 * UTF-8.
 */
export function unescapeLogText(text: string): string {
  if (!text.includes('\\')) return text;
  const parts: Buffer[] = [];
  let end = 0;
  for (const match of text.matchAll(ESCAPE)) {
    parts.push(Buffer.from(text.slice(end, match.index)));
    const [whole, byte, character] = match;
    parts.push(
      byte === undefined
        ? Buffer.from(CONTROL[character] ?? character)
        : Buffer.from([Number.parseInt(byte, 16)])
    );
    end = match.index + whole.length;
  }
  parts.push(Buffer.from(text.slice(end)));
  return Buffer.concat(parts).toString();
}
