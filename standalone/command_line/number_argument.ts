import { CommandError } from './command_error';

/** The number in `text`. @throws CommandError when it is none, or out of bounds */
export function readNumber(
  option: string,
  text: string,
  { from, to, whole = true }: { from: number; to: number; whole?: boolean }
): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  throw new CommandError(
    `${option} is "${text}": give a ${whole ? 'whole ' : ''}number from ${from} to ${to}.`
  );
}
