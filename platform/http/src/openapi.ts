import { z } from 'zod';
import type { AnyRoute } from './route.ts';

type JsonSchema = Readonly<Record<string, unknown>>;
type Operation = Readonly<Record<string, unknown>>;

/** What the head of the document says. */
export interface OpenApiInfo {
  readonly version: string;
  readonly catalogueCodes: readonly string[];
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const {
    $schema: _,
    '~standard': __,
    ...rest
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
};

/** `/findings/:id` of a route as OpenAPI writes it, below /api. */
export const openApiPath = (path: string): string => `/api${path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`;

const parametersOf = (place: 'path' | 'query', schema: z.ZodType | undefined): readonly JsonSchema[] => {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
};

const requestBodyOf = (route: AnyRoute): Operation => {
  switch (route.kind) {
    case 'json':
      if (route.body === undefined) return {};
      return {
        requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
      };
    case 'upload':
      return {
        requestBody: {
          required: true,
          description: `At most ${route.maxBytes} bytes`,
          content: { 'application/octet-stream': { schema: {} } },
        },
      };
    case 'download':
    case 'stream':
      return {};
  }
};

const contentOf = (route: AnyRoute): Operation => {
  switch (route.kind) {
    case 'json':
    case 'upload':
      return { 'application/json': { schema: schemaOf(route.response, 'output'), example: route.example } };
    case 'download':
      return { 'application/octet-stream': { schema: {} } };
    case 'stream':
      return { 'text/event-stream': { schema: { type: 'string' } } };
  }
};

const operationOf = (route: AnyRoute): Operation => ({
  operationId: route.operationId,
  summary: route.summary.en,
  description: route.summary.zh,
  tags: [route.path.split('/')[1] ?? 'other'],
  'x-permission': route.permission,
  'x-audit': route.audit,
  ...(route.permission === 'public' ? { security: [] } : {}),
  parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query)],
  ...requestBodyOf(route),
  responses: {
    '200': { description: 'OK', content: contentOf(route) },
    default: {
      description: 'Problem (RFC 9457)',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
});

const bilingual = {
  type: 'object',
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
  required: ['zh', 'en'],
};

const problemSchema = (codes: readonly string[]): JsonSchema => ({
  type: 'object',
  required: ['type', 'title', 'status', 'instance', 'code', 'text', 'todo'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', enum: [...codes].toSorted() },
    text: bilingual,
    todo: bilingual,
    place: { type: 'object' },
    facts: { type: 'object' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, zh: { type: 'string' }, en: { type: 'string' } },
      },
    },
  },
});

/** The OpenAPI 3.1 document of all routes, paths and methods in a fixed order. */
export const openApiDocument = (routes: readonly AnyRoute[], info: OpenApiInfo): JsonSchema => {
  const paths: Record<string, Record<string, Operation>> = {};
  const ordered = routes.toSorted((a, b) =>
    a.path === b.path ? (a.method < b.method ? -1 : 1) : a.path < b.path ? -1 : 1,
  );
  for (const route of ordered) {
    const item = (paths[openApiPath(route.path)] ??= {});
    item[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'CheDun 车盾', version: info.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'chedun_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: problemSchema(info.catalogueCodes) },
    },
  };
};
