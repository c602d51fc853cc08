/** Why there is no Elasticsearch to work with, in words: what was tried, what is wrong, what to do. */
export class ElasticsearchLauncherError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ElasticsearchLauncherError';
  }
}

/** Where the launcher says what it does; a line at a time. */
export type Report = (line: string) => void;

/** The environment variables the launcher looks at, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;
