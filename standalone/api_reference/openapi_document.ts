import type * as t from 'io-ts';

import { INTERNAL_API_VERSION, paths, PUBLIC_API_VERSION } from '../../common/api';
import type { JsonSchema } from '../../common/json_schema';
import { faultStatus } from '../../server/errors';
import { API_PRIVILEGES } from '../../server/features';
import { addAllRoutes } from '../../server/routes/all_routes';
import type { Route } from '../../server/routes/route';
import type { RouteServices } from '../../server/routes/services';

import { AnswerSchemas } from './answer_schema';
import { mayBeAbsent, schemaOf } from './codec_schema';
import { withComments } from './commented_schema';
import { readDeclarations, type DeclaredTypes } from './declared_types';

interface DeclaredRoute extends Omit<
  Route<unknown, unknown, unknown, RouteServices>,
  'params' | 'query' | 'body' | 'handle'
> {
  params?: t.Mixed;
  query?: t.Mixed;
  body?: t.Mixed;
}

/** Every route as the plugin declares it. */
function declaredRoutes(): DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  addAllRoutes({
    add: ({ params, query, body, handle: _, ...rest }) => {
      routes.push({ ...rest, params, query, body });
    },
  });
  return routes;
}

/** What stands against a request, by its status. */
const FAULTS: Record<number, string> = {
  400: 'Something that was sent is not allowed; the message says what was given, and what is allowed.',
  401: 'Nobody is logged in, or the API key is not known.',
  403: 'The caller lacks a privilege: of the Kibana feature, or on indices, which the message names then.',
  404: 'The detector, or what was asked of it, is not in this space.',
  409: 'The present state does not allow it; the message says which would.',
  500: 'A fault of the plugin, which the log of Kibana tells more of.',
  503: 'Elasticsearch did not answer, or not in time: it may be tried again.',
};

const ERROR: JsonSchema = {
  type: 'object',
  properties: {
    statusCode: { type: 'integer' },
    error: { type: 'string' },
    message: { type: 'string', description: 'A sentence for people that says what to do.' },
    attributes: {
      type: 'object',
      properties: {
        setting: {
          type: 'string',
          description: 'The setting that is to be changed, such as timeField, where it is one.',
        },
      },
    },
  },
  required: ['statusCode', 'error', 'message'],
};

const asJson = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } });

/** `paths.exportModel` with `get` is the operation `getExportModel`. */
function operationIdOf({ method, path }: DeclaredRoute): string {
  const [name] = Object.entries(paths).find(([, known]) => known === path) ?? [];
  if (name === undefined) throw new Error(`${path} is not among the paths of common/api.ts.`);
  return `${method}${name[0].toUpperCase()}${name.slice(1)}`;
}

/** `Calendar` is sent as a `CalendarRequest`; codecs without a name of their own are called after the operation. */
function requestNameOf(body: t.Mixed, route: DeclaredRoute): string {
  const name = /^\w+$/.test(body.name) ? body.name : operationIdOf(route);
  return `${name.replace(/Request$/, '')}Request`;
}

const propertiesOf = (schema: JsonSchema): Array<[string, JsonSchema]> =>
  Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);

const parametersOf = (schema: JsonSchema, place: 'path' | 'query') =>
  propertiesOf(schema).map(([name, { description, ...inner }]) => ({
    name,
    in: place,
    required: ((schema.required ?? []) as string[]).includes(name),
    ...(description !== undefined && { description }),
    schema: inner,
  }));

const isWriting = ({ method }: DeclaredRoute): boolean => method !== 'get';
const isPublic = ({ path }: DeclaredRoute): boolean => path.startsWith('/api/');

/** The reference of the API in OpenAPI 3.1, from the codecs and declarations of the routes under `root`. */
export function openApiDocument(root: string, version: string): JsonSchema {
  const declarations = readDeclarations(root);
  const answers = new AnswerSchemas(declarations);
  const requests: Record<string, JsonSchema> = {};

  /** The schema of one part of a request. */
  const part = (codec: t.Mixed | undefined, type: DeclaredTypes['query']): JsonSchema =>
    codec === undefined ? {} : withComments(schemaOf(codec), type, declarations.checker);

  const bodyOf = (route: DeclaredRoute, types: DeclaredTypes) => {
    if (route.body === undefined) return {};
    const name = requestNameOf(route.body, route);
    requests[name] = part(route.body, types.body);
    return {
      requestBody: {
        required: !mayBeAbsent(route.body),
        ...asJson({ $ref: `#/components/schemas/${name}` }),
        ...(route.maxBytes !== undefined && {
          description: `At most ${route.maxBytes / 1024 / 1024} MB.`,
        }),
      },
    };
  };

  const operation = (route: DeclaredRoute): JsonSchema => {
    const types = declarations.routes.get(`${route.method} ${route.path}`);
    if (!types) throw new Error(`The declaration of ${route.method} ${route.path} was not found.`);
    const status = route.status ?? 200;
    const privilege = API_PRIVILEGES[route.privilege];
    return {
      operationId: operationIdOf(route),
      summary: route.summary,
      description: `Needs the privilege \`${route.privilege === 'read' ? 'read' : 'all'}\` of the Kibana feature Anomaly Detector in the space.`,
      tags: [isPublic(route) ? 'public' : 'internal'],
      ...(!isPublic(route) && { 'x-internal': true }),
      'x-required-privileges': [privilege],
      parameters: [
        { $ref: `#/components/parameters/${isPublic(route) ? 'public' : 'internal'}Version` },
        ...(isWriting(route) ? [{ $ref: '#/components/parameters/xsrf' }] : []),
        ...parametersOf(part(route.params, types.params), 'path'),
        ...parametersOf(part(route.query, types.query), 'query'),
      ],
      ...bodyOf(route, types),
      responses: {
        [status]:
          status === 204
            ? { description: 'Done.' }
            : {
                description: status === 202 ? 'Begun; it goes on by itself.' : 'Done.',
                ...asJson(answers.of(types.answer)),
              },
        ...Object.fromEntries(
          Object.keys(FAULTS).map((fault) => [
            fault,
            { $ref: `#/components/responses/Fault${fault}` },
          ])
        ),
      },
    };
  };

  const byPath: Record<string, Record<string, JsonSchema>> = {};
  for (const route of declaredRoutes())
    (byPath[route.path] ??= {})[route.method] = operation(route);
  const unexplained = Object.values(faultStatus).filter((status) => !(status in FAULTS));
  if (unexplained.length > 0) throw new Error(`Not explained: ${unexplained.join(', ')}.`);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Anomaly Detector',
      version,
      description:
        'What the app and the command line do, over HTTP. In another space than the default one, paths begin with /s/{space}. ' +
        'Operations marked as internal are for the app, and may change with any version.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: '{kibana}',
        description: 'Kibana, with its base path.',
        variables: { kibana: { default: 'http://localhost:5601' } },
      },
    ],
    tags: [{ name: 'public' }, { name: 'internal' }],
    security: [{ basic: [] }, { apiKey: [] }],
    paths: sorted(byPath),
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'ApiKey, a blank, and the encoded key.',
        },
      },
      parameters: {
        publicVersion: versionParameter(PUBLIC_API_VERSION, false),
        internalVersion: versionParameter(INTERNAL_API_VERSION, true),
        xsrf: {
          name: 'kbn-xsrf',
          in: 'header',
          required: true,
          description: 'Any text: Kibana refuses what changes something without it.',
          schema: { type: 'string' },
        },
      },
      responses: Object.fromEntries(
        Object.entries(FAULTS).map(([status, description]) => [
          `Fault${status}`,
          { description, ...asJson({ $ref: '#/components/schemas/Error' }) },
        ])
      ),
      schemas: sorted({ ...answers.components, ...requests, Error: ERROR }),
    },
  };
}

const versionParameter = (version: string, required: boolean): JsonSchema => ({
  name: 'elastic-api-version',
  in: 'header',
  required,
  schema: { const: version },
});

const sorted = <V>(entries: Record<string, V>): Record<string, V> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
