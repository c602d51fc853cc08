import { either, isLeft, mapLeft } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { DURATION, parseDuration } from './duration';
import { describedAs, type JsonSchema } from './json_schema';

/** Why a value was refused: one sentence for each fault, naming the field, what was given and what is allowed. */
export class DecodeError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('; '));
    this.name = 'DecodeError';
  }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
};

const describe = (error: t.ValidationError): string => {
  // Intersections add keys "0", "1" to the context, which mean nothing to a reader.
  const path = error.context
    .filter((entry, index) => {
      const parent = error.context[index - 1]?.type;
      return entry.key !== '' && !(parent && '_tag' in parent && isCombination(parent));
    })
    .map((entry) => entry.key)
    .join('.');
  const given = error.value === undefined ? 'is missing' : `is ${shown(error.value)}`;
  return `${path || 'the value'} ${given}: must be ${allowedBy(error)}`;
};

const allowedBy = ({ message, context }: t.ValidationError): string =>
  message ?? context[context.length - 1].type.name;

const isCombination = (type: unknown): boolean =>
  ['IntersectionType', 'UnionType'].includes((type as { _tag?: string })._tag ?? '');

/**
 * Decodes `value`.
 * @throws DecodeError with every fault in words
 */
export function decodeOrThrow<A, I = unknown>(codec: t.Type<A, unknown, I>, value: I): A {
  const decoded = codec.decode(value);
  if (isLeft(decoded)) {
    throw new DecodeError([...new Set(decoded.left.map(describe))].slice(0, 10));
  }
  return decoded.right;
}

/** A string that `holds`; `allowed` says in words what is, `schema` what of it a schema can say. */
export const refinedString = (
  name: string,
  allowed: string,
  holds: (value: string) => boolean,
  schema: JsonSchema = {}
) =>
  describedAs(
    new t.Type<string>(
      name,
      t.string.is,
      (value, context) =>
        typeof value === 'string' && holds(value)
          ? t.success(value)
          : t.failure(value, context, allowed),
      t.identity
    ),
    () => ({ type: 'string', ...schema, description: `Must be ${allowed}.` })
  );

/** A string of `min` to `max` characters after trimming. */
export const text = (min: number, max: number) =>
  refinedString(
    `Text(${min}-${max})`,
    `a text of ${min} to ${max} characters`,
    (value) => value.trim().length >= min && value.length <= max,
    { ...(min > 0 && { minLength: min }), maxLength: max }
  );

/** A duration between `min` and `max`, such as `5m`. */
export const duration = (min: string, max: string) =>
  refinedString(
    `Duration(${min}-${max})`,
    `a duration from ${min} to ${max}, such as "5m"`,
    (value) => {
      const ms = parseDuration(value);
      return ms !== undefined && ms >= parseDuration(min)! && ms <= parseDuration(max)!;
    },
    { pattern: DURATION.source }
  );

const isTimeZone = (value: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
};

/** An IANA time zone. */
export const timeZone = refinedString(
  'TimeZone',
  'an IANA time zone, such as "Europe/Berlin" or "UTC"',
  (value) => value !== '' && isTimeZone(value)
);

const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** An instant in ISO 8601 with its offset. */
export const isoDate = refinedString(
  'IsoDate',
  'a time in ISO 8601 with its offset, such as "2026-03-14T09:26:53Z"',
  (value) => ISO_DATE.test(value) && !Number.isNaN(Date.parse(value)),
  { pattern: ISO_DATE.source }
);

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number) =>
  describedAs(
    new t.Type<number>(
      `Integer(${min}-${max})`,
      (value): value is number => Number.isInteger(value),
      (value, context) =>
        typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
          ? t.success(value)
          : t.failure(value, context, `a whole number from ${min} to ${max}`),
      t.identity
    ),
    () => ({ type: 'integer', minimum: min, maximum: max })
  );

/** A number, given as text in a query string, from `min` to `max`. */
export const numberFromText = (min: number, max: number, whole = false) =>
  describedAs(
    new t.Type<number, string, unknown>(
      `NumberFromText(${min}-${max})`,
      t.number.is,
      (value, context) => {
        const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
        return typeof parsed === 'number' &&
          parsed >= min &&
          parsed <= max &&
          (!whole || Number.isInteger(parsed))
          ? t.success(parsed)
          : t.failure(value, context, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
      },
      String
    ),
    () => ({ type: whole ? 'integer' : 'number', minimum: min, maximum: max })
  );

/** One of the texts in `values`. */
export function oneOf<V extends string>(values: readonly V[]): t.Type<V> {
  const is = (value: unknown): value is V => values.some((allowed) => allowed === value);
  return describedAs(
    new t.Type<V>(
      `OneOf(${values.join(',')})`,
      is,
      (value, context) =>
        is(value)
          ? t.success(value)
          : t.failure(
              value,
              context,
              `one of ${values.map((allowed) => `"${allowed}"`).join(', ')}`
            ),
      t.identity
    ),
    () => ({ type: 'string', enum: [...values] })
  );
}

/** An array of `min` to `max` different items. */
export function list<A>(item: t.Type<A>, min: number, max: number): t.Type<A[]> {
  const items = t.array(item);
  return describedAs(
    new t.Type<A[]>(
      `List(${item.name}, ${min}-${max})`,
      items.is,
      (value, context) =>
        either.chain(items.validate(value, context), (decoded) =>
          decoded.length >= min && decoded.length <= max && new Set(decoded).size === decoded.length
            ? t.success(decoded)
            : t.failure(value, context, `a list of ${min} to ${max} different items`)
        ),
      t.identity
    ),
    (schemaOf) => ({
      type: 'array',
      items: schemaOf(item),
      minItems: min,
      maxItems: max,
      uniqueItems: true,
    })
  );
}

/** `codec` with `fallback` where the value is absent. */
export function withDefault<A>(codec: t.Type<A>, fallback: NoInfer<A>): t.Type<A> {
  return describedAs(
    new t.Type<A>(
      codec.name,
      codec.is,
      (value, context) => codec.validate(value === undefined ? fallback : value, context),
      t.identity
    ),
    (schemaOf) => ({ ...schemaOf(codec), default: fallback })
  );
}

/** `codec`, or nothing at all; faults are those of `codec`. */
export const optional = <A, O>(codec: t.Type<A, O>): t.Type<A | undefined, O | undefined> =>
  describedAs(
    new t.Type<A | undefined, O | undefined>(
      codec.name,
      (value): value is A | undefined => value === undefined || codec.is(value),
      (value, context) =>
        value === undefined ? t.success(undefined) : codec.validate(value, context),
      (value) => (value === undefined ? undefined : codec.encode(value))
    ),
    (schemaOf) => schemaOf(codec)
  );

/** `codec`, or null; what `codec` refuses as a whole is told with "or null". */
export const nullable = <A, O>(codec: t.Type<A, O>): t.Type<A | null, O | null> =>
  describedAs(
    new t.Type<A | null, O | null>(
      codec.name,
      (value): value is A | null => value === null || codec.is(value),
      (value, context) =>
        value === null
          ? t.success(null)
          : mapLeft((errors: t.Errors) =>
              errors.map((error) =>
                error.context.length === context.length
                  ? { ...error, message: `${allowedBy(error)}, or null` }
                  : error
              )
            )(codec.validate(value, context)),
      (value) => (value === null ? null : codec.encode(value))
    ),
    (schemaOf) => ({ anyOf: [schemaOf(codec), { type: 'null' }] })
  );

/** An object with exactly these properties; one that is not known is a fault, so that no setting is lost unseen. */
export function strictObject<P extends t.Props>(
  name: string,
  props: P
): t.Type<t.TypeOf<t.TypeC<P>>> {
  const object = t.type(props, name);
  const codec = new t.Type<t.TypeOf<t.TypeC<P>>>(
    name,
    object.is,
    (value, context) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return t.failure(value, context, `an object of ${Object.keys(props).join(', ')}`);
      }
      const unknown = Object.keys(value).filter((key) => !Object.hasOwn(props, key));
      if (unknown.length > 0) {
        return t.failures(
          unknown.map((key) => ({
            value: (value as Record<string, unknown>)[key],
            context: [...context, { key, type: t.never }],
            message: `left out: it is not known here, known are ${Object.keys(props).join(', ')}`,
          }))
        );
      }
      return object.validate(value, context);
    },
    t.identity
  );
  return describedAs(codec, (schemaOf) => ({ ...schemaOf(object), additionalProperties: false }));
}
