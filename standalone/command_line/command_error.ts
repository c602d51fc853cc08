/** Why a command cannot go on, in words for the person who typed it; it ends the command with exit code 1. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}
