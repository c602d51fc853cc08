/** What a command may reach of the process it runs in; handed in, so that tests can watch it. */
export interface CommandContext {
  environment: Readonly<Record<string, string | undefined>>;
  /** Results. */
  stdout: TextOutput;
  /** Errors and progress. */
  stderr: TextOutput;
  now: () => Date;
}

export interface TextOutput {
  write: (text: string) => unknown;
  /** true when a person is watching */
  isTTY?: boolean;
}
