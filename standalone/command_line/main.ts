import { askSecret } from './ask_secret';
import { runCommandLine } from './program';

/** What a shell gives for a program that ended because nobody reads what it prints (128 + SIGPIPE). */
const NOBODY_READS = 141;

// As with `… | head -1`: an end like that of any other program there, not a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(NOBODY_READS);
});

void runCommandLine(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => new Date(),
  ...(process.stdin.isTTY && { askSecret: (question: string) => askSecret(question) }),
  onInterrupt: (listener) => {
    process.once('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
}).then((exitCode) => {
  // Not process.exit(): what is still being written to a pipe must arrive.
  process.exitCode = exitCode;
});
