import { runCommandLine } from './program';

void runCommandLine(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => new Date(),
}).then((exitCode) => {
  // Not process.exit(): what is still being written to a pipe must arrive.
  process.exitCode = exitCode;
});
