/**
 * The answer at the root of the Data API: an OpenAPI 2.0 outline of the tables and functions of a schema, which tools
 * ask for to see whether the API is there.
 */
import type { Catalog } from './catalog/catalog.ts';
import type { Column } from './catalog/objects.ts';

type Entry = readonly [name: string, value: object];

export function rootDocument(catalog: Catalog, schema: string): Response {
  const tables = [...catalog.tables.values()].filter((table) => table.schema === schema);
  const routines = [...catalog.routines.values()].flatMap(([first]) =>
    first?.schema === schema ? [first] : [],
  );
  const document = {
    swagger: '2.0',
    info: { title: 'standard public schema', version: '14' },
    host: '0.0.0.0:3000',
    basePath: '/',
    schemes: ['http'],
    consumes: ['application/json'],
    produces: ['application/json'],
    paths: Object.fromEntries([
      ...tables.map(({ name }): Entry => [
        `/${name}`,
        { get: { tags: [name] }, post: { tags: [name] }, patch: { tags: [name] }, delete: { tags: [name] } },
      ]),
      ...routines.map(({ name }): Entry => [`/rpc/${name}`, { post: { tags: [`(rpc) ${name}`] } }]),
    ]),
    definitions: Object.fromEntries(
      tables.map(({ name, columns }) => [
        name,
        {
          type: 'object',
          properties: Object.fromEntries(
            [...columns.values()].map((column) => [
              column.name,
              { format: column.type, type: jsonType(column) },
            ]),
          ),
        },
      ]),
    ),
  };
  return new Response(JSON.stringify(document), {
    headers: { 'content-type': 'application/openapi+json; charset=utf-8' },
  });
}

function jsonType({ type }: Column): string | undefined {
  if (type === 'json' || type === 'jsonb') return undefined;
  if (type.endsWith('[]')) return 'array';
  if (type === 'boolean') return 'boolean';
  if (/^(smallint|integer|bigint)$/u.test(type)) return 'integer';
  return /^(numeric|real|double precision)/u.test(type) ? 'number' : 'string';
}
