/**
 * Chooses the overload of a function that a call means, by the names of its arguments. Where several fit, none is
 * chosen (PGRST203).
 */
import { keyOf } from '../catalog/objects.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Routine } from '../catalog/objects.ts';
import { closestName, MIN_OBJECT_NAME_SIMILARITY } from '../closest-name.ts';
import { RestApiError } from '../api-error.ts';

export interface RoutineCall {
  readonly schema: string;
  readonly name: string;
  readonly argNames: readonly string[];
  /** Media type of the body; absent for GET and HEAD. */
  readonly body: string | undefined;
}

/** Types that take a whole body, by its media type. */
const WHOLE_BODY: Readonly<Record<string, readonly string[]>> = {
  'application/json': ['json', 'jsonb'],
  'text/plain': ['text'],
  'text/xml': ['xml'],
  'application/octet-stream': ['bytea'],
};

/** Throws PGRST202 if none fits, PGRST203 if several do. */
export function findRoutine(catalog: Catalog, call: RoutineCall): Routine {
  const overloads = catalog.routines.get(keyOf(call)) ?? [];
  const byName = overloads.filter((one) => takes(one, call));
  const found = byName.length > 0 ? byName : overloads.filter((one) => takesBody(one, call));
  const [first] = found;
  if (first === undefined) throw notFoundError(catalog, call, overloads);
  if (found.length > 1) throw ambiguousError(found);
  return first;
}

/** Whether the only argument has no name and takes the body as it is. */
function takesBody({ args }: Routine, { body }: Pick<RoutineCall, 'body'>): boolean {
  const [only] = args;
  if (args.length !== 1 || only === undefined || body === undefined) return false;
  return only.name === '' && (WHOLE_BODY[body]?.includes(only.shown) ?? false);
}

function takes({ args }: Routine, { argNames, body }: RoutineCall): boolean {
  if (args.length === 0) return argNames.length === 0 && (body === undefined || !isWhole(body));
  const names = new Set(args.map(({ name }) => name));
  const given = new Set(argNames);
  return (
    argNames.every((name) => names.has(name)) &&
    args.every(({ name, required }) => !required || given.has(name))
  );
}

/** Whether such a body can be nothing but a single argument. */
function isWhole(body: string): boolean {
  return body in WHOLE_BODY && body !== 'application/json';
}

function notFoundError(
  catalog: Catalog,
  { schema, name, argNames, body }: RoutineCall,
  overloads: readonly Routine[],
): RestApiError {
  const sorted = [...new Set(argNames)].sort();
  const whole = body !== undefined && isWhole(body);
  const listed = whole ? '' : sorted.length === 0 ? ' without parameters' : `(${sorted.join(', ')})`;
  return new RestApiError(
    404,
    'PGRST202',
    `Could not find the function ${schema}.${name}${listed} in the schema cache`,
    {
      details: `Searched for the function ${schema}.${name}${searched(sorted, body)}, but no matches were found in the schema cache.`,
      hint: whole ? null : suggestion(catalog, schema, name, sorted, overloads),
    },
  );
}

function searched(argNames: readonly string[], body: string | undefined): string {
  if (body !== undefined && isWhole(body))
    return ` with a single unnamed ${WHOLE_BODY[body]?.[0] ?? ''} parameter`;
  const plural = argNames.length > 1 ? 's' : '';
  const listed =
    argNames.length === 0 ? ' without parameters' : ` with parameter${plural} ${argNames.join(', ')}`;
  return body === 'application/json' ? `${listed} or with a single unnamed json/jsonb parameter` : listed;
}

function suggestion(
  catalog: Catalog,
  schema: string,
  name: string,
  argNames: readonly string[],
  overloads: readonly Routine[],
): string | null {
  const perhaps = `Perhaps you meant to call the function ${schema}.`;
  if (overloads.length === 0) {
    const names = [...catalog.routines.values()].flatMap(([first]) =>
      first !== undefined && first.schema === schema ? [first.name] : [],
    );
    const closest = closestName(names, name, MIN_OBJECT_NAME_SIMILARITY);
    return closest === undefined ? null : perhaps + closest;
  }
  const asText = (names: readonly string[]): string => `(${[...names].sort().join(', ')})`;
  const closest = closestName(
    overloads.map(({ args }) => asText(args.map((one) => one.name))),
    asText(argNames),
  );
  return closest === undefined ? null : perhaps + name + closest;
}

function ambiguousError(found: readonly Routine[]): RestApiError {
  const signatures = found.map(
    ({ schema, name, args }) =>
      `${schema}.${name}(${args.map((one) => `${one.name} => ${one.shown}`).join(', ')})`,
  );
  return new RestApiError(
    300,
    'PGRST203',
    `Could not choose the best candidate function between: ${signatures.join(', ')}`,
    {
      hint: 'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
    },
  );
}
