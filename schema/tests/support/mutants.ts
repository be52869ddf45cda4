/**
 * Owns the mutants: the migrations with one check, policy, grant or lock taken out, and which tests must notice.
 * They are made from the SQL itself, so a new check gets its mutant without anybody thinking of it.
 */
import type { Migration } from '../../src/index.ts';

export interface Mutant {
  /** Names the mutant: the file, the line and what was done. */
  readonly name: string;
  readonly file: string;
  readonly original: string;
  readonly mutated: string;
  /** Where in the file it begins. */
  readonly offset: number;
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
      /^ *perform global_chat_private\.(require_(?:user|agent|admin|admin_or_service|other_admin|unblocked|allowed_origin|visitor_may_write|visitor_may_erase)|refuse_unless_agent|take_(?:agent_|visitor_|session_)?tokens?|count_new_visitor|use_day|use_file_bytes|keep_block)\((?:[^;]*)\);$/gm,
    replace: () => '  perform 1;',
  },
  {
    what: 'refusal dropped',
    pattern: /^( *)if ((?:(?!\bthen\b)[\s\S])+?)\s+then\s+perform global_chat_private\.refuse/gm,
    replace: (match) => `${match[1] ?? ''}if false then perform global_chat_private.refuse`,
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

/** Everything that can be taken out of the migrations, in their order. */
export function mutantsOf(migrations: readonly Migration[]): Mutant[] {
  const mutants: Mutant[] = [];
  for (const { name: file, sql } of migrations) {
    for (const { what, pattern, replace, oncePerFile } of RULES) {
      const matches = [...sql.matchAll(pattern)];
      for (const match of oncePerFile === true ? matches.slice(0, 1) : matches) {
        const line = sql.slice(0, match.index).split('\n').length;
        const mutated = replace(match);
        const policy = /create policy ("[^"]+")/.exec(match[0])?.[1];
        mutants.push({
          name: `${file}:${String(line)} ${what}${policy === undefined ? '' : ` ${policy}`}`,
          file,
          original: match[0],
          mutated,
          offset: match.index,
        });
      }
    }
  }
  return mutants;
}

/** The migrations under test: with the mutant that SCHEMA_MUTANT names, if it names one. */
export function underTest(migrations: readonly Migration[]): readonly Migration[] {
  const name = process.env['SCHEMA_MUTANT'];
  if (name === undefined) return migrations;
  const mutant = mutantsOf(migrations).find((candidate) => candidate.name === name);
  if (mutant === undefined) throw new Error(`There is no mutant "${name}".`);
  return withMutant(migrations, mutant);
}

/** The migrations with one mutant in place. */
function withMutant(migrations: readonly Migration[], mutant: Mutant): Migration[] {
  return migrations.map((migration) => {
    if (migration.name !== mutant.file) return migration;
    const { sql } = migration;
    const end = mutant.offset + mutant.original.length;
    return { ...migration, sql: sql.slice(0, mutant.offset) + mutant.mutated + sql.slice(end) };
  });
}
