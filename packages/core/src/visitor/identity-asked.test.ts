// Risk: a token that ran out proves nobody, a page that has none stops the chat, or its server is asked in a storm.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { GlobalChatError, isGlobalChatError } from '../errors.ts';
import { createScene } from '../testing/index.ts';
import type { Scene, SceneVisitor } from '../testing/index.ts';

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.end());

const encode = (value: object): string => btoa(JSON.stringify(value)).replace(/=/g, '');
/** In the form of a real one, which the backend in memory reads by its payload. */
const tokenFor = (sub: string, lifetimeMs = 600_000): string =>
  `e30.${encode({ sub, name: 'Ines', exp: (scene.clock.now() + lifetimeMs) / 1000 })}.x`;

/** The backend in memory with tokens of that form, which expire. */
function withRealTokens({ transport }: SceneVisitor): string[] {
  const given: string[] = [];
  const identify = transport.identify.bind(transport);
  Object.assign(transport, {
    async identify(token: string) {
      given.push(token);
      const claims = JSON.parse(atob(token.split('.')[1] ?? '')) as { exp: number };
      if (claims.exp * 1000 <= scene.clock.now())
        throw new GlobalChatError('identity_invalid', 'This identity token is not valid.', { status: 403 });
      return identify(JSON.stringify(claims));
    },
  });
  return given;
}

const say = async ({ chat }: SceneVisitor, content: string): Promise<string> => {
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content });
  await scene.clock.settle();
  return conversation.id;
};
const codeOf = ({ chat }: SceneVisitor): unknown => {
  const { identity } = chat.get();
  return isGlobalChatError(identity) ? identity.code : (identity?.externalId ?? null);
};

test('the page is asked when somebody acts and not before, and not again once they are proved', async () => {
  const visitor = scene.visitor();
  withRealTokens(visitor);
  let asked = 0;
  const proof = async (): Promise<string> => {
    asked += 1;
    return tokenFor('user-1');
  };
  assert.equal(await visitor.chat.identify(proof), null);
  await scene.clock.advance(3_600_000);
  assert.equal(asked, 0);
  await say(visitor, 'Hello');
  assert.deepEqual([asked, codeOf(visitor)], [1, 'user-1']);
  assert.equal(scene.backend.database.sessions()[0]?.visitorVerified, true);
  await scene.clock.advance(86_400_000);
  await say(visitor, 'Slept long');
  await visitor.chat.identify(proof);
  assert.equal(asked, 1, 'who is proved stays proved');
});

test('a token that ran out before it was used, as over a night, is asked for again', async () => {
  const visitor = scene.visitor();
  const given = withRealTokens(visitor);
  await visitor.chat.signIn();
  visitor.transport.faults.setOnline(false);
  let asked = 0;
  const proof = (): string => tokenFor(`user-1`, 60_000 + ++asked);
  await assert.rejects(visitor.chat.identify(proof), { code: 'network' });
  await assert.rejects(visitor.chat.identify(proof), { code: 'network' });
  assert.equal(asked, 1, 'one that still holds is not asked for again');
  await scene.clock.advance(28_800_000);
  visitor.transport.faults.setOnline(true);
  await say(visitor, 'Good morning');
  assert.deepEqual([asked, codeOf(visitor)], [2, 'user-1']);
  assert.equal(new Set(given).size, 2);
});

test('a token that is refused is asked for once more, at once; then the page is left alone for a while', async () => {
  const visitor = scene.visitor();
  const given = withRealTokens(visitor);
  let asked = 0;
  await visitor.chat.identify(() => {
    asked += 1;
    // The page's clock is an hour behind.
    return tokenFor('user-1', asked < 5 ? -3_600_000 : 60_000);
  });
  await say(visitor, 'First');
  assert.deepEqual([asked, given.length, codeOf(visitor)], [2, 2, 'identity_invalid']);
  for (const content of ['Second', 'Third', 'Fourth']) await say(visitor, content);
  assert.equal(asked, 2, 'no storm');
  const all = scene.backend.database.sessions().flatMap(({ id }) => scene.backend.database.messages(id));
  assert.equal(all.length, 4, 'the chat goes on');
  await scene.clock.advance(1500);
  await say(visitor, 'Fifth');
  assert.equal(asked, 4);
  await scene.clock.advance(2500);
  await say(visitor, 'Sixth');
  assert.deepEqual([asked, codeOf(visitor)], [5, 'user-1']);
});

for (const [what, proof] of [
  ['rejects', () => Promise.reject(new Error('500'))],
  [
    'throws',
    () => {
      throw new Error('No');
    },
  ],
  ['gives nothing', () => undefined as never],
  ['gives an object', () => ({ token: 'x' }) as never],
  ['never answers', () => new Promise<never>(() => undefined)],
] as const) {
  test(`a function that ${what} is told of, and the message goes as from nobody`, async () => {
    const visitor = scene.visitor();
    await visitor.chat.identify(proof);
    const id = await say(visitor, 'Hello');
    await scene.clock.advance(5000);
    await scene.clock.settle();
    assert.equal(codeOf(visitor), 'identity_unavailable');
    assert.deepEqual(
      scene.backend.database.messages(id).map(({ content }) => content),
      ['Hello'],
    );
    assert.equal(scene.backend.database.sessions()[0]?.visitorVerified, false);
    assert.equal(visitor.chat.get().error, null, 'nothing that the visitor has to read');
  });
}

test('two tabs ask their pages once each, and are one person', async () => {
  const first = scene.visitor();
  const second = scene.visitor({ browser: first.browser });
  let asked = 0;
  for (const visitor of [first, second]) {
    withRealTokens(visitor);
    await visitor.chat.identify(() => tokenFor('user-1', 60_000 + ++asked));
  }
  await Promise.all([say(first, 'Here'), say(second, 'And here')]);
  await scene.clock.advance(5000);
  assert.ok(asked <= 2);
  const sessions = scene.backend.database.sessions();
  assert.equal(new Set(sessions.map(({ visitorId }) => visitorId)).size, 1);
});

test('many who ask at once share one question', async () => {
  const visitor = scene.visitor();
  withRealTokens(visitor);
  await visitor.chat.signIn();
  let asked = 0;
  const proof = async (): Promise<string> => tokenFor('user-1', 60_000 + ++asked);
  await Promise.all(Array.from({ length: 20 }, () => visitor.chat.identify(proof)));
  assert.equal(asked, 1);
});

test('a message is not sent as the one before when somebody else is named', async () => {
  const visitor = scene.visitor();
  withRealTokens(visitor);
  const id = await say(visitor, 'I am Ines');
  await visitor.chat.identify(tokenFor('user-1'));
  visitor.transport.faults.setOnline(false);
  await assert.rejects(visitor.chat.identify(tokenFor('user-2')), { code: 'network' });
  visitor.transport.faults.setOnline(true);
  await visitor.chat.conversation(id).send({ content: 'I am Omar' });
  await scene.clock.settle();
  assert.deepEqual(
    scene.backend.database.messages(id).map(({ content }) => content),
    ['I am Ines'],
  );
  assert.equal(codeOf(visitor), 'identity_conflict');
  assert.equal(visitor.chat.conversation(id).get().messages.at(-1)?.error?.code, 'identity_conflict');
});

test('a refusal that comes after somebody else was named is nobody’s', async () => {
  const visitor = scene.visitor();
  withRealTokens(visitor);
  await say(visitor, 'Hello');
  const identify = visitor.transport.identify.bind(visitor.transport);
  const late = tokenFor('user-1');
  let refuse = (): void => undefined;
  Object.assign(visitor.transport, {
    identify: (token: string) =>
      token === late
        ? new Promise((_, reject) => {
            refuse = () =>
              reject(new GlobalChatError('identity_conflict', 'Somebody else.', { status: 409 }));
          })
        : identify(token),
  });
  const first = visitor.chat.identify(late);
  await scene.clock.settle();
  await visitor.chat.identify(tokenFor('user-2'));
  refuse();
  assert.equal(await first, null);
  assert.equal(codeOf(visitor), 'user-2');
});

test('after a reset nobody is asked about the one before', async () => {
  const visitor = scene.visitor();
  withRealTokens(visitor);
  let asked = 0;
  await visitor.chat.identify(() => {
    asked += 1;
    return tokenFor('user-1');
  });
  await say(visitor, 'Hello');
  await visitor.chat.reset();
  assert.equal(visitor.chat.get().identity, null);
  const id = await say(visitor, 'Somebody else');
  const session = scene.backend.database.sessions().find((row) => row.id === id);
  assert.deepEqual([asked, session?.visitorVerified], [1, false]);
});
