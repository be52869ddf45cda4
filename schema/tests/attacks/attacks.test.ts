// Risk: something that somebody tried once gets through again. Every attack of the corpus, over HTTP and WebSocket.
import { after, before, describe, it } from 'node:test';
import { startLocal } from '../../../packages/local/src/index.ts';
import type { Local } from '../../../packages/local/src/index.ts';
import { migrations } from '../../src/index.ts';
import { underTest } from '../support/mutants.ts';
import { CORPUS } from './corpus/index.ts';
import { Run } from './runner/run.ts';

/** A refusal need not be slow here; on a hosted project it is, to slow down whoever tries again. */
const REFUSAL_DELAY_MS = 20;

let local: Local;
let run: Run;

before(async () => {
  local = await startLocal({
    migrations: [...underTest(await migrations())],
    realtime: { timings: { refusalDelayMs: REFUSAL_DELAY_MS, joinRefusalDelayMs: REFUSAL_DELAY_MS } },
  });
  run = new Run({ url: local.apiUrl, publishableKey: local.publishableKey, secretKey: local.secretKey });
});
after(() => local.stop());

for (const subject of CORPUS) {
  describe(subject.subject, () => {
    for (const attack of subject.attacks) it(attack.attack, () => run.attack(subject, attack));
  });
}
