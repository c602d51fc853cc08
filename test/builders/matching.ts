/** A text that matches, where a text is expected. */
export const matching = (pattern: RegExp): string => expect.stringMatching(pattern) as string;
