// Risk: a table, function or column is added and somebody forgets to close it. These checks read the catalog, not a list.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});
after(() => database.stop());

/** The result of a query that lists offenders; there must be none. */
async function offenders(query: string): Promise<string[]> {
  const rows = await database.superuser.unsafe<{ name: string }[]>(query);
  return rows.map(({ name }) => name);
}

const ROUTINES = `(
  select p.*, p.oid::regprocedure::text as name from pg_proc p
  where p.pronamespace = 'global_chat_private'::regnamespace
    or (p.pronamespace = 'public'::regnamespace and p.proname like 'global%')
)`;
const TABLES = `(
  select c.*, c.oid::regclass::text as name from pg_class c
  where c.relkind in ('r', 'p')
    and (c.relnamespace = 'global_chat_private'::regnamespace or (c.relnamespace = 'public'::regnamespace and c.relname like 'global%'))
)`;

describe('tables', () => {
  it('all have row level security', async () => {
    assert.deepEqual(await offenders(`select name from ${TABLES} t where not relrowsecurity`), []);
    assert.equal((await offenders(`select name from ${TABLES} t`)).length >= 11, true);
  });

  it('grant nothing to the key alone, and nothing but select to those who are signed in', async () => {
    assert.deepEqual(
      await offenders(`
        select t.name || ' ' || a.grantee::regrole || ' ' || a.privilege_type as name
        from ${TABLES} t, aclexplode(t.relacl) a
        where a.grantee = 0 or a.grantee = 'anon'::regrole
          or (a.grantee = 'authenticated'::regrole and (a.privilege_type <> 'SELECT' or t.relnamespace <> 'public'::regnamespace))`),
      [],
    );
  });

  it('are owned by postgres, so that nobody needs a superuser to upgrade', async () => {
    assert.deepEqual(
      await offenders(`select name from ${TABLES} t where relowner <> 'postgres'::regrole`),
      [],
    );
  });

  it('have an index that begins with each column a policy compares', async () => {
    assert.deepEqual(
      await offenders(`
        select distinct p.polrelid::regclass || '.' || a.attname as name
        from pg_policy p
        join ${TABLES} t on t.oid = p.polrelid
        join pg_attribute a on a.attrelid = p.polrelid and a.attnum > 0
        where pg_get_expr(coalesce(p.polqual, p.polwithcheck), p.polrelid) ~ ('\\m' || a.attname || ' = ')
          and not exists (select from pg_index i where i.indrelid = p.polrelid and i.indkey[0] = a.attnum)`),
      [],
    );
  });

  it('have an index for each foreign key', async () => {
    assert.deepEqual(
      await offenders(`
        select k.conrelid::regclass || ' ' || k.conname as name
        from pg_constraint k join ${TABLES} t on t.oid = k.conrelid
        where k.contype = 'f' and not exists (
          select from pg_index i
          where i.indrelid = k.conrelid and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
        )`),
      [],
    );
  });

  it('have one permissive policy per role and verb, as the database advisors want', async () => {
    assert.deepEqual(
      await offenders(`
        select p.polrelid::regclass::text as name from pg_policy p join ${TABLES} t on t.oid = p.polrelid
        where p.polpermissive group by p.polrelid, p.polcmd, p.polroles having count(*) > 1`),
      [],
    );
  });

  it('name their policies as sentences', async () => {
    assert.deepEqual(
      await offenders(
        `select polname as name from pg_policy p join ${TABLES} t on t.oid = p.polrelid where polname !~ '^[A-Z][a-z]+ may '`,
      ),
      [],
    );
  });
});

describe('functions', () => {
  it('all fix their search_path to nothing', async () => {
    assert.deepEqual(
      await offenders(
        `select name from ${ROUTINES} r where not coalesce(proconfig @> array['search_path=""'], false)`,
      ),
      [],
    );
  });

  it('in public run with the rights of the caller and only pass on', async () => {
    assert.deepEqual(
      await offenders(
        `select name from ${ROUTINES} r where prosecdef and pronamespace = 'public'::regnamespace`,
      ),
      [],
    );
    assert.deepEqual(
      await offenders(`
        select name from ${ROUTINES} r where pronamespace = 'public'::regnamespace
          and prosrc !~ '^ begin return global_chat_private\\.[a-z_]+\\([a-z_, ]*(true|false)?\\); end $'`),
      [],
    );
  });

  it('are never open to everybody', async () => {
    assert.deepEqual(
      await offenders(`
        select name from ${ROUTINES} r
        where proacl is null or exists (select from aclexplode(proacl) a where a.grantee = 0)`),
      [],
    );
  });

  it('that the key alone may call are these', async () => {
    assert.deepEqual(
      await offenders(
        `select name from ${ROUTINES} r where has_function_privilege('anon', r.oid, 'execute') order by name`,
      ),
      [
        'global_chat_private.is_our_topic(text)',
        'global_chat_private.may_hear(text,text)',
        'global_chat_private.may_remove_file(text)',
        'global_chat_private.may_see_file(text,text)',
        'global_chat_private.may_speak(text,text)',
        'global_chat_private.may_store_file(text)',
        'global_chat_private.my_file_folders()',
        'global_chat_private.widget_config(uuid,text)',
        'global_chat_widget_config(uuid,text)',
      ],
    );
  });

  it('that run as their owner either check the caller or cannot be called', async () => {
    // Everything that a signed-in stranger may execute with the owner's rights must ask who is there.
    assert.deepEqual(
      await offenders(`
        select name from ${ROUTINES} r
        where prosecdef and has_function_privilege('authenticated', r.oid, 'execute')
          and prosrc !~ 'require_user|require_agent|require_admin|auth\\.uid|part_in|my_role_in|may_hear|may_read_file|may_upload_file'
          and name not in ('global_chat_private.widget_config(uuid,text)', 'global_chat_private.is_our_topic(text)')`),
      [],
    );
  });
});
