import { askSecret } from './ask_secret';
import { runCommandLine } from './program';

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
