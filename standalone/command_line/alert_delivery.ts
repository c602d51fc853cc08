import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** One message of an incident: when it is found, and when it is over. */
export interface IncidentMessage {
  event: 'active' | 'recovered';
  /** In a sentence. */
  text: string;
  detectorId: string;
  detectorName: string;
  entity: string;
  severity: string;
  score: number;
  /** ISO 8601 */
  start: string;
  end: string;
  description: string;
}

/** Takes a message; rejects with the reason where it did not arrive. */
export type Deliver = (message: IncidentMessage, signal: AbortSignal) => Promise<void>;

const TIMEOUT_MS = 30_000;

/**
 * Posts messages as JSON.
 * @param authorization the header of that name, where the receiver wants one
 */
export const webhook =
  (url: string, authorization: string | undefined): Deliver =>
  async (message, signal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: JSON.stringify(message),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    // The address may hold a secret, so it is not told.
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
  };

/** Runs a command in the shell, which gets the message as JSON on its standard input. */
export const command =
  (line: string): Deliver =>
  (message, signal) =>
    new Promise((resolve, reject) => {
      const child = spawn(line, {
        shell: true,
        stdio: ['pipe', 'ignore', 'inherit'],
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      child.on('error', reject);
      child.on('exit', (code, killedBy) => {
        if (code === 0) resolve();
        else reject(new Error(`the command ended with ${code ?? killedBy}`));
      });
      // A command that reads nothing is no fault.
      child.stdin.on('error', () => undefined);
      child.stdin.end(`${JSON.stringify(message)}\n`);
    });

/**
 * Tries again after 1, 2, 4 … seconds.
 * @param attempts how often in all
 * @throws the last error
 */
export function withRetries(deliver: Deliver, attempts = 5, firstPauseMs = 1_000): Deliver {
  return async (message, signal) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await deliver(message, signal);
      } catch (error) {
        if (attempt >= attempts || signal.aborted) throw error;
        await delay(firstPauseMs * 2 ** (attempt - 1), undefined, { signal });
      }
    }
  };
}
