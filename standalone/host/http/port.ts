import { createServer } from 'node:net';

import { errorCode } from '../error_code';

/** In words, when a port cannot be had; other errors as they are. */
export function explainPort(port: number, error: Error): Error {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} of 127.0.0.1 is taken by another program: end that one or give another port, such as --port ${port + 1}.`,
      { cause: error }
    );
  }
  if (code === 'EACCES') {
    return new Error(
      `Port ${port} of 127.0.0.1 is not allowed for this user: give one above 1023, such as --port 5680.`,
      { cause: error }
    );
  }
  return error;
}

/** Tells early, before anything slow is started, that a port cannot be had. */
export async function requirePort(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(explainPort(port, error)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
