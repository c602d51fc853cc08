import type * as t from 'io-ts';

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Shape = (schemaOf: (codec: t.Mixed) => JsonSchema) => JsonSchema;

const shapes = new WeakMap<object, Shape>();

/**
 * Says what `codec` takes as a schema, where its own code is all that knows; the codecs of io-ts need none.
 * `shape` is given the way to the schemas of the codecs that it is made of.
 */
export function describedAs<C extends t.Mixed>(codec: C, shape: Shape): C {
  shapes.set(codec, shape);
  return codec;
}

/** What was said of a codec; undefined where nothing was. */
export const shapeOf = (codec: t.Mixed): Shape | undefined => shapes.get(codec);
