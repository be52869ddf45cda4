/** Makes or updates a confirmed account without a request, for seeds, demos and tests. */
import type { Sql } from 'postgres';
import { hashPassword } from './passwords.ts';
import { insertUser } from './users.ts';

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  /** A UUID; a random one by default. */
  readonly id?: string;
  /** Goes into the user's metadata. */
  readonly name?: string;
}

/** An account that exists already keeps its id and gets this password and name. */
export async function saveAccount(sql: Sql, user: NewAccount): Promise<{ id: string }> {
  const email = user.email.toLowerCase();
  const encryptedPassword = await hashPassword(user.password);
  const metadata = user.name === undefined ? {} : { name: user.name };
  const [existing] = await sql<{ id: string }[]>`
    update auth.users set encrypted_password = ${encryptedPassword},
      email_confirmed_at = coalesce(email_confirmed_at, now()), raw_user_meta_data = raw_user_meta_data || ${sql.json(metadata)}
    where email = ${email} returning id`;
  if (existing !== undefined) return existing;
  const created = await insertUser(sql, {
    id: user.id,
    email,
    encryptedPassword,
    emailConfirmed: true,
    userMetadata: metadata,
  });
  return { id: created.id };
}
