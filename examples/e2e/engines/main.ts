// `npm run test:engines`: the way through a conversation in the engines that are not Chromium, as far as they are installed.
// The team answers in the usual browser of the tests. Fails when an engine does, and when there is none.
import assert from 'node:assert/strict';
import { startDemo } from '../demo.ts';
import { Agent, launchBrowser, until } from '../people.ts';
import type { Engine, EngineKind } from './engine.ts';
import { firefox } from './firefox.ts';
import { webkit } from './webkit.ts';

const KINDS: readonly EngineKind[] = [firefox, webkit];

const demo = await startDemo();
const browser = await launchBrowser();
const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
let passed = 0;
let failed = 0;
try {
  for (const kind of KINDS) await tryEngine(kind);
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`${passed} passed, ${failed} failed`);
if (passed === 0 || failed > 0) process.exitCode = 1;

async function tryEngine({ name, start }: EngineKind): Promise<void> {
  let engine: Engine | null = null;
  try {
    engine = await start();
    if (!engine) return console.log(`${name}: not installed`);
    await talk(engine, name);
    passed += 1;
    console.log(`${name}: passed in ${await engine.userAgent()}`);
  } catch (error) {
    failed += 1;
    console.error(`${name}: failed`, error);
  } finally {
    await engine?.close();
  }
}

async function talk(engine: Engine, name: string): Promise<void> {
  const question = `Is the sauna warm, asks ${name}?`;
  const answer = `It is warm for ${name}.`;
  const reads = (selector: string, text: string): Promise<unknown> =>
    until(async () => (await engine.read(selector)).includes(text), `${selector} says "${text}"`, {
      sight: () => engine.read('.view'),
    });
  await engine.open(demo.landing);
  await engine.click('.launcher');
  await engine.type('.composer textarea', question);
  await engine.click('[part~="send"]');
  await reads('[part~="message-visitor"]', question);
  await agent.open(question);
  await agent.reply(answer);
  await reads('[part~="message-agent"]', answer);

  await engine.reload();
  await engine.click('.launcher');
  await reads('[part~="message-visitor"]', question);
  await reads('[part~="message-agent"]', answer);
  assert.equal((await engine.read('[part~="message-visitor"]')).split(question).length, 2, 'said once');
}
