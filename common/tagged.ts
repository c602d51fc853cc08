import { either } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { describedAs, type JsonSchema } from './json_schema';

/** One of several shapes, told apart by the text in `tag`; faults are those of the shape that was meant. */
export function tagged<K extends string, C extends Record<string, t.Mixed>>(
  tag: K,
  shapes: C
): t.Type<t.TypeOf<C[keyof C]>> {
  type Shape = t.TypeOf<C[keyof C]>;
  const allowed = `one of ${Object.keys(shapes)
    .map((name) => `"${name}"`)
    .join(', ')}`;
  const codec = new t.Type<Shape>(
    `Tagged(${Object.keys(shapes).join(',')})`,
    (value): value is Shape => Object.values(shapes).some((shape) => shape.is(value)),
    (value, context) => {
      if (typeof value !== 'object' || value === null) {
        return t.failure(value, context, `an object whose "${tag}" is ${allowed}`);
      }
      const name = (value as Record<string, unknown>)[tag];
      return typeof name === 'string' && Object.hasOwn(shapes, name)
        ? (shapes[name].validate(value, context) as t.Validation<Shape>)
        : t.failure(name, [...context, { key: tag, type: t.string }], allowed);
    },
    t.identity
  );
  return describedAs(codec, (schemaOf) => ({ oneOf: Object.values(shapes).map(schemaOf) }));
}

/** A value of `codec` that also `holds`; `allowed` says in words what does, `schema` what of it a schema can say. */
export const refined = <A>(
  codec: t.Type<A>,
  allowed: string,
  holds: (value: A) => boolean,
  schema: JsonSchema = {}
): t.Type<A> =>
  describedAs(
    new t.Type<A>(
      codec.name,
      (value): value is A => codec.is(value) && holds(value),
      (value, context) =>
        either.chain(codec.validate(value, context), (decoded) =>
          holds(decoded) ? t.success(decoded) : t.failure(value, context, allowed)
        ),
      t.identity
    ),
    (schemaOf) => ({ ...schemaOf(codec), ...schema, description: `Must be ${allowed}.` })
  );
