import type ts from 'typescript';

import type { JsonSchema } from '../../common/json_schema';

import { commentOf } from './declared_types';

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema of a codec with what the comments on its properties say, before what it says itself. */
export function withComments(
  schema: JsonSchema,
  type: ts.Type | undefined,
  checker: ts.TypeChecker
): JsonSchema {
  if (type === undefined || !isSchema(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).map(([name, inner]) => {
    const property = type.getProperty(name);
    if (!property || !isSchema(inner)) return [name, inner];
    const commented = withComments(
      inner,
      checker.getNonNullableType(checker.getTypeOfSymbol(property)),
      checker
    );
    const description = [commentOf(checker, property), inner.description]
      .filter((text) => typeof text === 'string' && text !== '')
      .join(' ');
    return [name, description === '' ? commented : { ...commented, description }];
  });
  return { ...schema, properties: Object.fromEntries(properties) as JsonSchema };
}
