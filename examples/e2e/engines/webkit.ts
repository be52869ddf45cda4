// WebKit as WebKitGTK has it: its MiniBrowser, over plain WebDriver. Where there is no screen Xvfb is one.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { until } from '../people.ts';
import { findInChat, readInChat } from './engine.ts';
import type { Engine, EngineKind } from './engine.ts';

const DRIVER = process.env['WEBKIT_DRIVER_PATH'] ?? '/usr/bin/WebKitWebDriver';
const BROWSERS = '/usr/{lib,lib64,libexec}/{,*/}webkit2gtk-*/MiniBrowser';
/** How WebDriver writes an element. */
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';

async function start(): Promise<Engine | null> {
  let binary: string | undefined;
  for await (const path of glob(BROWSERS)) binary ??= path;
  if (!binary || !existsSync(DRIVER)) return null;
  const screen = process.env['DISPLAY'] ? null : await startScreen();
  const port = await freePort();
  const driver = spawn(DRIVER, ['-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, ...(screen && { DISPLAY: screen.display }) },
  });
  const end = (): void => {
    driver.kill();
    screen?.process.kill();
  };
  const root = `http://127.0.0.1:${port}`;
  const call = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> => {
    const response = await fetch(root + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  };
  await until(
    () =>
      fetch(`${root}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
    'the driver of WebKit',
  );
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } },
  }).catch((cause: unknown) => {
    end();
    throw cause;
  });
  const session = `/session/${sessionId}`;
  const run = <T>(code: (selector: string) => T, selector: string): Promise<T> =>
    call('POST', `${session}/execute/sync`, {
      script: `return (${String(code)})(...arguments)`,
      args: [selector],
    });
  const find = async (selector: string): Promise<string | undefined> =>
    ((await run(findInChat, selector)) as unknown as Record<string, string> | null)?.[ELEMENT_KEY];
  const act = async (selector: string, act: string, body: unknown): Promise<void> => {
    await until(async () => {
      const id = await find(selector);
      if (id) await call('POST', `${session}/element/${id}/${act}`, body);
      return id;
    }, `${selector} to ${act}`);
  };
  return {
    open: (url) => call('POST', `${session}/url`, { url }),
    reload: () => call('POST', `${session}/refresh`, {}),
    click: (selector) => act(selector, 'click', {}),
    type: (selector, text) => act(selector, 'value', { text }),
    read: (selector) => run(readInChat, selector),
    userAgent: () => run(() => navigator.userAgent, ''),
    close: () => call<undefined>('DELETE', session).finally(end),
  };
}

/** A screen that nobody sees, on the first number that is free. */
async function startScreen(): Promise<{ process: ChildProcess; display: string }> {
  const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const display = await new Promise<string>((resolve, reject) => {
    screen.stdout.once('data', (number: Buffer) => resolve(`:${number.toString().trim()}`));
    screen.once('error', reject);
    screen.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return { process: screen, display };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const webkit: EngineKind = { name: 'WebKit', start };
