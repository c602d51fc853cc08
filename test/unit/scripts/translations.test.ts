import { readTranslation, translatedMessages, usedMessages } from '../../builders/messages';

/** What a plural says in each of its forms. */
const FORMS = /(?:=\d+|one|other) \{[^{}]*\}/g;

/** What is filled in, each name once. */
const placeholdersOf = (message: string): string[] =>
  [
    ...new Set([...message.replace(FORMS, '').matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name)),
  ].sort();

describe('the German translation', () => {
  const used = usedMessages();
  const german = translatedMessages('de');

  it('has every message of the plugin, and none that is used no longer', () => {
    expect([...german.keys()].sort()).toEqual([...used.keys()].sort());
  });

  it('leaves formats to Kibana, which does not start with an object of none', () => {
    expect(readTranslation('de')).not.toHaveProperty('formats');
  });

  it('fills in the same values', () => {
    const wrong = [...german].filter(
      ([id, message]) =>
        placeholdersOf(message).join() !== placeholdersOf(used.get(id) ?? '').join()
    );
    expect(wrong).toEqual([]);
  });
});
