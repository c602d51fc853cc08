import fs from 'node:fs';
import path from 'node:path';

import { errorMessages, holdsMessage, sources } from '../../builders/source_messages';

const page = fs.readFileSync(path.join(__dirname, '../../../docs/operations.md'), 'utf8');

/** The first column of the tables of messages, one by one. */
const documented = page
  .slice(page.indexOf('## What a message means'))
  .split('\n')
  .filter((line) => line.startsWith('| _'))
  .flatMap((line) => line.split(' | ')[0].slice(2).split('<br>'))
  .map((cell) => cell.trim().replace(/^_|_$/g, '').replaceAll('\\', ''));

/** Whether a message begins with the option or field of a request that is wrong, and so says all there is to say. */
const namesItsOption = (text: string): boolean =>
  /^\s*(?:'invalid',\s*)?[`'"](?:--|\$\{(?:name|option|what|given)\b|"(?:from|until)")/.test(text);

/** Whether it is handed on and not worded there. */
const isHandedOn = (text: string): boolean => !/[`'"][^`'"]*[a-z]+ [a-z]+/.test(text);

describe('the messages that the documentation explains', () => {
  it.each(documented)('are those of the source: %s', (message) => {
    expect([...sources.values()].some((text) => holdsMessage(text, message))).toBe(true);
  });

  it('are all that people are told, but for those that name the option which is wrong', () => {
    const missing = errorMessages.filter(
      ({ text }) =>
        !namesItsOption(text) &&
        !isHandedOn(text) &&
        !documented.some((message) => holdsMessage(text, message))
    );
    expect(missing.map(({ file, text }) => `${file}: ${text.trim()}`)).toEqual([]);
  });

  it('are told from those that are none', () => {
    expect(documented.length).toBeGreaterThan(100);
    expect([...sources.values()].some((text) => holdsMessage(text, 'It was … the moon'))).toBe(
      false
    );
  });
});
