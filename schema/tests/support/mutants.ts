/**
 * Owns the mutants: the migrations with one check, policy, grant or lock taken out, and which tests must notice.
 * They are made from the SQL itself, so a new check gets its mutant without anybody thinking of it.
 */
import type { Migration } from '../../src/index.ts';
import { conditionChanges } from './condition-mutants.ts';

export interface Mutant {
  /** Names the mutant: the file, the line and what was done. */
  readonly name: string;
  readonly file: string;
  readonly original: string;
  readonly mutated: string;
  /** Where in the file it begins. */
  readonly offset: number;
  /** The function or table that is changed, without its schema, or the policy; empty outside of them. */
  readonly inside: string;
  /** The line in which it begins. */
  readonly line: string;
}

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly replace: (match: RegExpExecArray) => string;
  /** One mutant of this kind in a file tells as much as all of them. */
  readonly oncePerFile?: boolean;
}

const RULES: readonly Rule[] = [
  {
    what: 'policy opened',
    pattern: /create policy ("[^"]+") on (\S+)([^;]*?)\b(using|with check) \(([^;]*)\);/g,
    replace: (match) => {
      const [, name, table, verbs, clause] = match;
      // A restrictive policy is switched off by allowing everything, like a permissive one is opened.
      return `create policy ${name ?? ''} on ${table ?? ''}${verbs ?? ''}${clause ?? ''} (true);`;
    },
  },
  {
    what: 'check of the caller dropped',
    pattern:
      /^ *perform global_chat_private\.(require_(?:user|agent|admin|admin_or_service|other_admin|unblocked|allowed_origin|visitor_may_write|visitor_may_erase)|require_agent_of_session|take_(?:agent_|visitor_|session_)?tokens?|count_new_visitor|count_usage|count_file_bytes|keep_block)\((?:[^;]*)\);$/gm,
    replace: () => '  perform 1;',
  },
  {
    what: 'refusal dropped',
    pattern: /^( *)if ((?:(?!\bthen\b)[\s\S])+?)\s+then\s+perform global_chat_private\.raise_/gm,
    replace: (match) => `${match[1] ?? ''}if false then perform global_chat_private.raise_error`,
  },
  {
    what: 'anybody let into a topic',
    pattern: /return (?:coalesce\()?global_chat_private\.(?:part_in|my_role_in)\(target\)[^;]*;/g,
    replace: () => 'return true;',
  },
  {
    what: 'anybody taken for the caller',
    pattern: /\b(?:own\.)?(?:auth_uid|user_id) = \(select auth\.uid\(\)\)/g,
    replace: () => 'true',
  },
  {
    what: 'anonymous tokens let in',
    pattern: / and not \(select global_chat_private\.is_anonymous\(\)\)/g,
    replace: () => '',
  },
  {
    what: 'any tenant taken for this one',
    pattern: /\b(?:own\.)?tenant_id = tenant\b/g,
    replace: () => 'true',
  },
  {
    what: 'row level security left off',
    pattern: /^alter table \S+ enable row level security;$/gm,
    replace: () => '',
  },
  {
    what: 'grants left as they are',
    pattern: /^revoke all on[^;]*;$/gm,
    replace: () => '',
  },
  {
    what: 'lock dropped',
    pattern: /(?<!restrictive) for (?:no key )?update\b/g,
    replace: () => '',
  },
  {
    what: 'search_path left open',
    pattern: /security definer\nset search_path = ''/g,
    replace: () => 'security definer',
    oncePerFile: true,
  },
  {
    what: 'opened to the key alone',
    pattern: /^ {2}to authenticated(?:, service_role)?;$/gm,
    replace: () => '  to anon, authenticated, service_role;',
  },
  {
    what: 'rev not counted',
    pattern: /\brev = rev \+ 1\b/g,
    replace: () => 'rev = rev',
  },
  {
    what: 'nobody told',
    pattern: /^ *perform global_chat_private\.(announce|announce_note|broadcast|record)\((?:[^;]*)\);$/gm,
    replace: () => '  perform 1;',
  },
];

type Place = Omit<Mutant, 'inside' | 'line'>;

const DEFINITION =
  /^create (?:(?:or replace function|(?:unlogged )?table if not exists) \w+\.(?<object>\w+)|policy "(?<policy>[^"]+)")/gm;

/** What was last begun to be defined before this place. */
function definitionAt(sql: string, offset: number): string {
  const { object, policy } = [...sql.slice(0, offset).matchAll(DEFINITION)].at(-1)?.groups ?? {};
  return object ?? policy ?? '';
}

function* byRules({ name: file, sql }: Migration): Generator<Place> {
  for (const { what, pattern, replace, oncePerFile } of RULES) {
    const matches = [...sql.matchAll(pattern)];
    for (const match of oncePerFile === true ? matches.slice(0, 1) : matches) {
      const policy = /create policy ("[^"]+")/.exec(match[0])?.[1];
      const name = policy === undefined ? what : `${what} ${policy}`;
      yield { name, file, original: match[0], mutated: replace(match), offset: match.index };
    }
  }
}

function* byConditions({ name: file, sql }: Migration): Generator<Place> {
  for (const { what, start, end, text } of conditionChanges(sql)) {
    yield { name: what, file, original: sql.slice(start, end), mutated: text, offset: start };
  }
}

/** Everything that can be taken out of the migrations, in their order; each with a name of its own. */
export function mutantsOf(migrations: readonly Migration[]): Mutant[] {
  const names = new Map<string, number>();
  const seen = new Set<string>();
  return migrations.flatMap((migration) =>
    [...byRules(migration), ...byConditions(migration)].flatMap((mutant) => {
      const { file, offset, original, mutated } = mutant;
      const same = JSON.stringify([file, offset, original, mutated]);
      if (seen.has(same)) return [];
      seen.add(same);
      const lines = migration.sql.slice(0, offset).split('\n');
      const line = migration.sql.split('\n')[lines.length - 1] ?? '';
      const name = `${file}:${String(lines.length)} ${mutant.name}`;
      const amount = (names.get(name) ?? 0) + 1;
      names.set(name, amount);
      const inside = definitionAt(migration.sql, offset);
      return [{ ...mutant, inside, line, name: amount === 1 ? name : `${name} (${String(amount)})` }];
    }),
  );
}

/** The names of mutants for the environment, as `underTest` reads them. */
export const namesOf = (mutants: readonly Mutant[]): string =>
  JSON.stringify(mutants.map(({ name }) => name));

function named(migrations: readonly Migration[]): readonly Mutant[] {
  const wanted = JSON.parse(process.env['SCHEMA_MUTANTS'] ?? '[]') as readonly string[];
  if (wanted.length === 0) return [];
  const all = mutantsOf(migrations);
  return wanted.map((name) => {
    const mutant = all.find((candidate) => candidate.name === name);
    if (mutant === undefined) throw new Error(`There is no mutant "${name}".`);
    return mutant;
  });
}

/** The migrations under test: with the mutants that SCHEMA_MUTANTS names, if it names any. */
export const underTest = (migrations: readonly Migration[]): readonly Migration[] =>
  withMutants(migrations, named(migrations));

/** What brings a database with the migrations as they are to those under test; all of them where that needs a new one. */
export function updateUnderTest(migrations: readonly Migration[]): readonly Migration[] | undefined {
  const mutants = named(migrations);
  if (!mutants.every((mutant) => isReplaced(migrations, mutant))) return undefined;
  const files = new Set([...mutants.map(({ file }) => file), '0060_grants.sql']);
  return withMutants(migrations, mutants).filter(({ name }) => files.has(name));
}

/** Whether running the file again puts it in place: functions are replaced, policies dropped and made again. */
function isReplaced(migrations: readonly Migration[], { file, offset }: Mutant): boolean {
  const sql = migrations.find(({ name }) => name === file)?.sql ?? '';
  const statement = sql.slice(0, offset + 1).lastIndexOf('\ncreate ');
  if (sql.startsWith('\ncreate policy', statement)) return sql.indexOf(';', statement) > offset;
  return sql.startsWith('\ncreate or replace function', statement) && sql.indexOf('$$;', statement) > offset;
}

/** The migrations with mutants in place that do not overlap. */
export function withMutants(
  migrations: readonly Migration[],
  mutants: readonly Mutant[],
): readonly Migration[] {
  return migrations.map((migration) => {
    const own = mutants
      .filter(({ file }) => file === migration.name)
      .sort((one, other) => other.offset - one.offset);
    const sql = own.reduce(
      (text, { offset, original, mutated }) =>
        text.slice(0, offset) + mutated + text.slice(offset + original.length),
      migration.sql,
    );
    return { ...migration, sql };
  });
}

const overlap = (one: Mutant, other: Mutant): boolean =>
  one.file === other.file &&
  one.offset < other.offset + other.original.length &&
  other.offset < one.offset + one.original.length;

/** Groups of mutants that can be in place together. */
export function compatibleGroups(mutants: readonly Mutant[]): readonly (readonly Mutant[])[] {
  const groups: Mutant[][] = [];
  for (const mutant of mutants) {
    const group = groups.find((members) => !members.some((member) => overlap(member, mutant)));
    if (group === undefined) groups.push([mutant]);
    else group.push(mutant);
  }
  return groups;
}
