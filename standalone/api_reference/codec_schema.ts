import { isLeft } from 'fp-ts/lib/Either';
import type * as t from 'io-ts';

import { shapeOf, type JsonSchema } from '../../common/json_schema';

/** The codecs of io-ts that stand in requests, told apart by their tags. */
type Tagged =
  | t.StringType
  | t.NumberType
  | t.BooleanType
  | t.NullType
  | t.UndefinedType
  | t.UnknownType
  | t.LiteralType<string | number | boolean>
  | t.ArrayType<t.Mixed>
  | t.InterfaceType<t.Props>
  | t.DictionaryType<t.Mixed, t.Mixed>
  | t.UnionType<t.Mixed[]>
  | t.IntersectionType<t.Mixed[]>;

const isTagged = (codec: t.Mixed): codec is t.Mixed & Tagged => '_tag' in codec;

/** Whether a property with this codec may be left out. */
export const mayBeAbsent = (codec: t.Mixed): boolean => !isLeft(codec.decode(undefined));

/**
 * What a codec takes, as a schema.
 * @throws Error where a codec neither is one of io-ts nor was described with `describedAs`
 */
export function schemaOf(codec: t.Mixed): JsonSchema {
  const shape = shapeOf(codec);
  if (shape) return shape(schemaOf);
  if (isTagged(codec)) return schemaOfTagged(codec);
  throw new Error(
    `The codec "${codec.name}" does not say what it takes: describe it with describedAs of common/json_schema.ts.`
  );
}

function schemaOfTagged(codec: t.Mixed & Tagged): JsonSchema {
  switch (codec._tag) {
    case 'StringType':
      return { type: 'string' };
    case 'NumberType':
      return { type: 'number' };
    case 'BooleanType':
      return { type: 'boolean' };
    case 'NullType':
      return { type: 'null' };
    case 'UnknownType':
      return {};
    case 'LiteralType':
      return { const: codec.value };
    case 'ArrayType':
      return { type: 'array', items: schemaOf(codec.type) };
    case 'DictionaryType':
      return { type: 'object', additionalProperties: schemaOf(codec.codomain) };
    case 'InterfaceType':
      return objectOf(codec.props);
    case 'UnionType':
      return unionOf(codec.types);
    case 'IntersectionType':
      return { allOf: codec.types.map(schemaOf) };
    case 'UndefinedType':
      throw new Error('A value that is never there has no schema; make it optional instead.');
  }
}

function objectOf(props: t.Props): JsonSchema {
  const required = Object.keys(props).filter((name) => !mayBeAbsent(props[name]));
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(props).map(([name, codec]) => [name, schemaOf(codec)])
    ),
    ...(required.length > 0 && { required }),
  };
}

function unionOf(types: t.Mixed[]): JsonSchema {
  const present = types.filter((type) => !(isTagged(type) && type._tag === 'UndefinedType'));
  if (present.length === 1) return schemaOf(present[0]);
  const schemas = present.map(schemaOf);
  return schemas.every((schema) => 'const' in schema)
    ? { enum: schemas.map((schema) => schema.const) }
    : { anyOf: schemas };
}
