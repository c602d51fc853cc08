import { isPseudoLocale, pseudoMessage } from './pseudo_locale';

/** Stands in for `@kbn/i18n` outside Kibana: the default message with its values filled in. */
export const i18n = {
  translate(
    _id: string,
    {
      defaultMessage,
      values = {},
    }: {
      defaultMessage: string;
      values?: Record<string, string | number | boolean | Date | null | undefined>;
    }
  ): string {
    const withPlurals = defaultMessage.replace(
      /\{(\w+), plural, (?:=0 \{([^{}]*)\} )?one \{([^{}]*)\} other \{([^{}]*)\}\}/g,
      (_match, name: string, none: string | undefined, one: string, other: string) => {
        const count = Number(values[name]);
        const text = count === 0 && none !== undefined ? none : count === 1 ? one : other;
        return text.replaceAll('#', String(values[name]));
      }
    );
    const message = withPlurals.replace(/\{(\w+)\}/g, (_match, name: string) =>
      String(values[name])
    );
    return isPseudoLocale() ? pseudoMessage(message) : message;
  },
  getLocale: (): string => 'en',
};
