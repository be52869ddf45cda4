// Risk: the code that the documentation gives for signing makes tokens that prove nothing. The tokens that each language made
// are kept, so that this needs none of them installed; those that are make them once more.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pageWithExamples, readPage, readVectors, signWith, SIGNERS } from '../../tools/identity-vectors.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor } from './support/world.ts';
import type { World } from './support/world.ts';

const vectors = await readVectors();
const LANGUAGES = Object.keys(SIGNERS);

let database: TestDatabase;
let world: World;
before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  await database.owner`
    insert into global_widget_config (id, tenant_id, name)
    select ${vectors.widgetId}, tenant_id, 'Signed' from global_widget_config where id = ${world.widget}`;
  await database.owner`
    insert into global_chat_private.widget_secrets (widget_id, identity_key)
    values (${vectors.widgetId}, convert_to(${vectors.key}, 'UTF8'))`;
});
after(() => database.stop());

it('each language has a token for each user', () => {
  assert.deepEqual(Object.keys(vectors.tokens).sort(), [...LANGUAGES].sort());
  for (const tokens of Object.values(vectors.tokens)) assert.equal(tokens.length, vectors.users.length);
});

it('the documentation shows the examples as they are', async () => {
  const page = await readPage();
  assert.equal(page, await pageWithExamples(page, vectors));
});

for (const language of LANGUAGES) {
  describe(language, () => {
    it('signs what the database takes for proof', async () => {
      for (const [place, user] of vectors.users.entries()) {
        const token = vectors.tokens[language]?.[place];
        const call = { widget_id: vectors.widgetId, token };
        // Its time is over, which is looked at once the signature and the audience are right.
        const visitor = await newVisitor(database);
        assert.deepEqual((await visitor.refused('identify', call)).details, { reason: 'exp' });
        const [row] = await database.owner`
          select global_chat_private.token_part(split_part(${token ?? ''}, '.', 2)) as claims`;
        assert.deepEqual(row?.['claims'], {
          aud: `globalchat:${vectors.widgetId}`,
          sub: user.id,
          name: user.name,
          email: user.email,
          iat: vectors.signedAt,
          exp: vectors.signedAt + 600,
        });
      }
    });

    it('signs the same here, where it is installed', () => {
      assert.deepEqual(signWith(language, vectors) ?? vectors.tokens[language], vectors.tokens[language]);
    });

    it('signs a user of now, who is known from then on', async () => {
      const now = { ...vectors, signedAt: Math.floor(Date.now() / 1000) };
      for (const token of signWith(language, now) ?? []) {
        const person = await (
          await newVisitor(database)
        ).rpc('identify', { widget_id: vectors.widgetId, token });
        assert.ok(vectors.users.some(({ id, name }) => id === person.external_id && name === person.name));
      }
    });
  });
}
