import { spawn } from 'node:child_process';

/**
 * Ends the process `pid` when this process is gone, however it went: even after SIGKILL, which cannot be handled.
 * A shell of its own waits for the end of a pipe whose other end only this process holds.
 * @returns ends the guard, without touching `pid`
 */
export function guardProcess(pid: number): () => void {
  const guard = spawn('sh', ['-c', 'read -r _; kill -TERM "$1" 2>/dev/null', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a process group of its own: Ctrl-C in the terminal must not end the guard first.
    detached: true,
  });
  guard.on('error', () => undefined);
  guard.unref();
  // A pipe of a child is a socket, which would keep this process alive.
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  return () => guard.kill('SIGKILL');
}
