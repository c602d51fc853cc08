export const i18n: {
  translate(
    id: string,
    options: {
      defaultMessage: string;
      values?: Record<string, string | number | boolean | Date | null | undefined>;
      description?: string;
    }
  ): string;
  getLocale(): string;
};
