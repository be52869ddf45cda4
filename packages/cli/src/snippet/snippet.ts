// `globalchat snippet`: the script tag with your values in it.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CommandError, type Command } from '../command.ts';

export const snippet: Command = {
  name: 'snippet',
  usage: 'snippet --url URL --key KEY --widget ID',
  summary: 'Print the script tag for a page.',
  options: [
    '  --url URL      https://PROJECT.supabase.co',
    '  --key KEY      the publishable key; a secret one is refused',
    '  --widget ID    id of the row in global_widget_config',
  ],
  run,
};

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

function required(option: string, value: string | undefined): string {
  if (!value) throw new CommandError(`--${option} is missing.`);
  return value;
}

/** The role inside a legacy key; null for the newer ones, which say in their prefix what they are. */
function roleOf(key: string): string | null {
  const payload = key.split('.')[1];
  if (!key.startsWith('eyJ') || !payload) return null;
  try {
    return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { role?: string }).role ?? null;
  } catch {
    throw new CommandError('--key looks like a token, but cannot be read.');
  }
}

/** Safe between double quotes in HTML. */
function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { url: { type: 'string' }, key: { type: 'string' }, widget: { type: 'string' } },
  });
  const url = required('url', values.url);
  const key = required('key', values.key);
  const widget = required('widget', values.widget);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new CommandError(`--url is no web address: "${url}".`);
  if (key.startsWith('sb_secret_') || roleOf(key) === 'service_role') {
    throw new CommandError(
      'That is a secret key. Anybody could read it on the page; use the publishable one.',
    );
  }
  if (!UUID.test(widget))
    throw new CommandError(`--widget must be the id of a row in global_widget_config, not "${widget}".`);

  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const script = `https://cdn.jsdelivr.net/npm/@globalchat/widget@${manifest.version}/dist/cdn/global-chat.js`;
  console.log(`<script async src="${script}"
  data-supabase-url="${attribute(url)}"
  data-supabase-key="${attribute(key)}"
  data-widget-id="${attribute(widget)}"></script>`);
}
