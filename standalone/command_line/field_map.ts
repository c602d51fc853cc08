import { CommandError } from './command_error';

/** Nanoseconds, in which `event.duration` is, in each unit that a log may give response times in. */
export const durationUnits = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const;
export type DurationUnit = keyof typeof durationUnits;

/** Where a field of a document is found in a line. */
export interface FieldSource {
  field: string;
  /** of a response time */
  unit?: DurationUnit;
}

/** Fields of documents, by their names in the Elastic Common Schema or any other, and where lines have them. */
export type FieldMap = ReadonlyMap<string, FieldSource>;

/**
 * Reads `target=source`, or `target=source:unit` for a response time.
 * @example readFieldMap(['event.duration=took:ms']) // event.duration is found in "took", which is in milliseconds
 * @throws CommandError
 */
export function readFieldMap(texts: readonly string[]): FieldMap {
  return new Map(
    texts.map((text) => {
      const [, target, field, unit] = /^([^=\s]+)=([^=\s:]+)(?::(ns|us|ms|s))?$/.exec(text) ?? [];
      if (target === undefined || field === undefined) {
        throw new CommandError(
          `--map is "${text}": give a field and where it is found, such as "service.name=app", or with a unit (ns, us, ms, s) "event.duration=took:ms".`
        );
      }
      if (unit !== undefined && target !== 'event.duration') {
        throw new CommandError(
          `--map is "${text}": only event.duration has a unit; leave ":${unit}" away.`
        );
      }
      if (unit === undefined && target === 'event.duration') {
        throw new CommandError(
          `--map is "${text}": say the unit of the response time, such as "event.duration=${field}:ms" (ns, us, ms, s).`
        );
      }
      return [target, { field, ...(unit && { unit: unit as DurationUnit }) }];
    })
  );
}
