import { type Readable } from 'node:stream';

/** What a command may reach of the process it runs in; handed in, so that tests can watch it. */
export interface CommandContext {
  environment: Readonly<Record<string, string | undefined>>;
  /** Results. */
  stdout: TextOutput;
  /** Errors and progress. */
  stderr: TextOutput;
  now: () => Date;
  /** What `-` stands for where a file is named; the process's own where it is absent. */
  stdin?: Readable;
  /** Asks a person, without showing what is typed; absent where nobody can be asked. */
  askSecret?: (question: string) => Promise<string>;
  /** Has the next Ctrl-C call `listener` instead of ending the process; undone by what it returns. */
  onInterrupt: (listener: () => void) => () => void;
}

export interface TextOutput {
  write: (text: string) => unknown;
  /** true when a person is watching */
  isTTY?: boolean;
}
