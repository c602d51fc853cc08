import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** What a person types once a question is on the screen. */
export interface Answer {
  question: string;
  /** Keys as the terminal sends them; the return key is "\r". */
  typed: string;
}

export interface AtTerminal {
  exitCode: number;
  /** Everything that was to be seen: questions, answers as far as they are shown, and all that the command said. */
  screen: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Runs the command line at a terminal, with a person who answers what it asks.
 * @param environment beside the variables that the process needs to run
 */
export async function atTerminal(
  args: readonly string[],
  answers: readonly Answer[],
  environment: Record<string, string> = {}
): Promise<AtTerminal> {
  const command = [process.execPath, path.join(root, 'bin/anomaly-detector.js'), ...args];
  // It gives what it runs a terminal of its own, and hands on what is typed and shown.
  const terminal = spawn('script', ['-qec', command.map(quoted).join(' '), '/dev/null'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'dumb', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = [...answers];
  let screen = '';
  let read = 0;
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const [next] = waiting;
    const at = next ? screen.indexOf(next.question, read) : -1;
    if (!next || at < 0) return;
    read = at + next.question.length;
    waiting.shift();
    terminal.stdin.write(next.typed);
  });
  const [exitCode] = (await once(terminal, 'close')) as [number];
  if (waiting.length > 0) {
    throw new Error(`"${waiting[0].question}" was never asked. On the screen stands:\n${screen}`);
  }
  return { exitCode, screen };
}
