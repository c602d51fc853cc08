/** Where the host's page keeps that it is to be shown in the pseudo-locale. */
export const PSEUDO_LOCALE_KEY = 'anomalyDetectorHost.pseudoLocale';

const ACCENTED: Record<string, string> = {
  ...{ a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', y: 'ý', c: 'ç', n: 'ñ', s: 'š', z: 'ž' },
  ...{ A: 'Å', E: 'É', I: 'Î', O: 'Ö', U: 'Ü', C: 'Ç', N: 'Ñ', S: 'Š', Z: 'Ž' },
};

/** Languages that take more room than English take about this much more. */
const GROWTH = 0.35;

/** Whether messages are to be shown in the pseudo-locale; never outside a browser. */
export function isPseudoLocale(): boolean {
  try {
    return globalThis.localStorage?.getItem(PSEUDO_LOCALE_KEY) === 'true';
  } catch {
    // Pages whose storage is closed to them are shown as they are.
    return false;
  }
}

/** A message as in a language that is longer than English, between brackets: what has none was not translated. */
export function pseudoMessage(text: string): string {
  const longer = '·'.repeat(Math.ceil(text.length * GROWTH));
  return `⟦${text.replace(/[a-zA-Z]/g, (letter) => ACCENTED[letter] ?? letter)}${longer}⟧`;
}
