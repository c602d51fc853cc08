/** Marks an error after which a task is not tried again. */
export class UnrecoverableTaskError extends Error {
  constructor(readonly reason: Error) {
    super(reason.message);
    this.name = 'UnrecoverableTaskError';
  }
}

/** Stands in for `@kbn/task-manager-plugin/server` outside Kibana. */
export function throwUnrecoverableError(error: Error): never {
  throw new UnrecoverableTaskError(error);
}
