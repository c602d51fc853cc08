import ts from 'typescript';

import type { JsonSchema } from '../../common/json_schema';

import { commentOf, type Declarations } from './declared_types';

/** Turns types of answers into schemas; those with a name become components, which others refer to. */
export class AnswerSchemas {
  readonly components: Record<string, JsonSchema> = {};
  private readonly named = new Map<string, ts.Type>();

  constructor(private readonly declarations: Declarations) {}

  of(type: ts.Type): JsonSchema {
    const name = this.declarations.nameOf(type);
    if (name === undefined) return this.shapeOf(type);
    const known = this.named.get(name);
    if (known === undefined) {
      this.named.set(name, type);
      this.components[name] = this.shapeOf(type);
    } else if (known !== type) {
      throw new Error(`Two types of answers are called "${name}": rename one of them.`);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private shapeOf(type: ts.Type): JsonSchema {
    const { checker } = this.declarations;
    if (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral)
      return { const: checker.typeToString(type) === 'true' };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isUnion()) return this.unionOf(type);
    if (checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference);
      return {
        type: 'array',
        prefixItems: items.map((item) => this.of(item)),
        minItems: items.length,
        maxItems: items.length,
      };
    }
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: this.of(item) };
    }
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.objectOf(type);
    throw new Error(`No schema is known for the type ${checker.typeToString(type)}.`);
  }

  private unionOf(type: ts.UnionType): JsonSchema {
    const parts = type.types.filter((part) => (part.flags & ts.TypeFlags.Undefined) === 0);
    const isBoolean = (part: ts.Type) => (part.flags & ts.TypeFlags.BooleanLiteral) !== 0;
    const schemas = parts.filter((part) => !isBoolean(part)).map((part) => this.of(part));
    const booleans = parts.filter(isBoolean);
    if (booleans.length === 2) schemas.push({ type: 'boolean' });
    else schemas.push(...booleans.map((part) => this.of(part)));
    const constants = schemas.filter((schema) => 'const' in schema);
    const rest = schemas.filter((schema) => !('const' in schema));
    const choices =
      constants.length > 1 ? [{ enum: constants.map((schema) => schema.const) }, ...rest] : schemas;
    return choices.length === 1 ? choices[0] : { anyOf: choices };
  }

  private objectOf(type: ts.Type): JsonSchema {
    const { checker } = this.declarations;
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const property of checker.getPropertiesOfType(type)) {
      const propertyType = checker.getTypeOfSymbol(property);
      const optional =
        (property.flags & ts.SymbolFlags.Optional) !== 0 ||
        (propertyType.isUnion() &&
          propertyType.types.some((part) => (part.flags & ts.TypeFlags.Undefined) !== 0));
      const description = commentOf(checker, property);
      properties[property.name] = {
        ...this.of(propertyType),
        ...(description !== '' && { description }),
      };
      if (!optional) required.push(property.name);
    }
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.of(index) }),
    };
  }
}
