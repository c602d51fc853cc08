import type { Logger } from '@kbn/core/server';

/** Log lines on stderr; `debug` ones only when asked for. */
export function createConsoleLogger(context = 'host', debug = false): Logger {
  const write = (level: string, message: string) => {
    process.stderr.write(`${new Date().toISOString()} ${level} [${context}] ${message}\n`);
  };
  return {
    get: (...more) => createConsoleLogger([context, ...more].join('.'), debug),
    debug: (message) => {
      if (debug) write('DEBUG', message);
    },
    info: (message) => write('INFO ', message),
    warn: (message) => write('WARN ', message),
    error: (message) =>
      write('ERROR', message instanceof Error ? (message.stack ?? message.message) : message),
  };
}
