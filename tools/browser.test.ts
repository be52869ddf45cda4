// What must hold of the search for a browser: whoever asks for it first, and however many at once, gets one that starts.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { hasNpmBrowser } from './browser.ts';

const run = promisify(execFile);
const START = `import { findBrowser } from './browser.ts';
  import puppeteer from 'puppeteer-core';
  const browser = await puppeteer.launch(await findBrowser());
  console.log(await browser.version());
  await browser.close();`;

if (hasNpmBrowser)
  test('two processes that unpack the browser from npm at once both start it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'globalchat-browsers-'));
    const options = {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: folder, GC_BROWSER: 'npm' },
    };
    const start = () => run(process.execPath, ['--input-type=module-typescript', '-e', START], options);
    try {
      for (const { stdout } of await Promise.all([start(), start()]))
        assert.match(stdout, /^(Headless)?Chrome\//);
      const unpacked = (await readdir(folder)).filter((name) => name.startsWith('globalchat-'));
      assert.equal(unpacked.length, 1, unpacked.join());
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  });
