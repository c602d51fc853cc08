import fs from 'node:fs';
import path from 'node:path';

import packageJson from '../../../package.json';
import type { JsonSchema } from '../../../common/json_schema';
import { openApiDocument } from '../../../standalone/api_reference/openapi_document';
import { registeredRoutes } from '../../builders/registered_routes';

const root = path.resolve(__dirname, '../../..');

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required: boolean;
  schema: JsonSchema;
}

interface Operation {
  operationId: string;
  summary: string;
  parameters: Parameter[];
  requestBody?: unknown;
  responses: Record<string, { $ref?: string; description?: string }>;
  'x-required-privileges': string[];
}

interface Reference {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

const read = (): Reference =>
  JSON.parse(fs.readFileSync(path.join(root, 'docs/openapi.json'), 'utf8')) as Reference;

const operationsOf = ({ paths }: Reference) =>
  Object.entries(paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route, method, operation }))
  );

/** Every reference within a document. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner)
  );
}

const follow = (document: unknown, reference: string): unknown =>
  reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);

describe('the reference of the API', () => {
  it('is what the codecs and the routes say; where it is not, run "npm run docs:api"', () => {
    expect(read()).toEqual(JSON.parse(JSON.stringify(openApiDocument(root, packageJson.version))));
  });

  it('has every route that the plugin registers, with its privilege, and no other', () => {
    const registered = registeredRoutes().map(
      ({ method, path: route, requiredPrivileges }) =>
        `${method} ${route} ${requiredPrivileges.join()}`
    );
    const described = operationsOf(read()).map(
      ({ route, method, operation }) =>
        `${method} ${route} ${operation['x-required-privileges'].join()}`
    );
    expect(described.sort()).toEqual(registered.sort());
  });

  it('refers to nothing that is not there', () => {
    const document = read();
    const references = [...new Set(referencesIn(document))];
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((reference) => follow(document, reference) === undefined)).toEqual([]);
  });

  it('gives each operation an id of its own', () => {
    const ids = operationsOf(read()).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes what stands in braces in a path, and only that, as part of the path', () => {
    for (const { route, operation } of operationsOf(read())) {
      const inBraces = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name).sort()).toEqual(inBraces.sort());
      expect(described.every(({ required }) => required)).toBe(true);
    }
  });

  it('gives each answer a description, and one that has a body its schema', () => {
    for (const { operation } of operationsOf(read())) {
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.$ref ?? response.description).toBeTruthy();
        if (status === '200' || status === '202') expect(response).toHaveProperty('content');
      }
    }
  });
});
