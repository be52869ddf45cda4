// The examples of docs/identity: makes their tokens again with each language that is installed here, and puts the examples
// into the documentation. `npm run identity-vectors`.

import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';

export interface IdentityVectors {
  readonly widgetId: string;
  readonly key: string;
  readonly signedAt: number;
  readonly users: readonly { readonly id: string; readonly name: string; readonly email: string }[];
  /** By language, one for each user. */
  readonly tokens: Readonly<Record<string, readonly string[]>>;
}

const DOCS = new URL('../docs/', import.meta.url);
const VECTORS = new URL('identity/vectors.json', DOCS);
const PAGE = new URL('identity.md', DOCS);

/** How each example is run, and how its text is marked in the documentation. */
export const SIGNERS: Readonly<Record<string, { readonly run: readonly string[]; readonly file: string }>> = {
  node: { run: [process.execPath], file: 'sign.mjs' },
  python: { run: ['python3'], file: 'sign.py' },
  php: { run: ['php'], file: 'sign.php' },
  ruby: { run: ['ruby'], file: 'sign.rb' },
  go: { run: ['go', 'run'], file: 'sign.go' },
};

export const readVectors = async (): Promise<IdentityVectors> =>
  JSON.parse(await readFile(VECTORS, 'utf8')) as IdentityVectors;
export const readPage = (): Promise<string> => readFile(PAGE, 'utf8');

/** What an example prints for each user; null where its language is not installed. */
export function signWith(language: string, vectors: IdentityVectors): string[] | null {
  const { run, file } = SIGNERS[language]!;
  const [command = '', ...first] = run;
  const tokens: string[] = [];
  for (const { id, name, email } of vectors.users) {
    const { error, status, stderr, stdout } = spawnSync(command, [...first, file, id, name, email], {
      cwd: new URL('identity/', DOCS),
      encoding: 'utf8',
      env: {
        ...process.env,
        GLOBALCHAT_WIDGET_ID: vectors.widgetId,
        GLOBALCHAT_IDENTITY_KEY: vectors.key,
        SIGN_AT: String(vectors.signedAt),
      },
    });
    if (error && 'code' in error && error.code === 'ENOENT') return null;
    if (status !== 0) throw new Error(`${file}: ${stderr}`);
    tokens.push(stdout.trim());
  }
  return tokens;
}

/** The documentation with the examples as they are in their files. */
export async function pageWithExamples(page: string, vectors: IdentityVectors): Promise<string> {
  let text = page;
  for (const { file } of Object.values(SIGNERS)) {
    const example = await readFile(new URL(`identity/${file}`, DOCS), 'utf8');
    text = withBlock(text, file, file.split('.').at(-1)!.replace('mjs', 'js'), example);
  }
  return withBlock(text, 'token', 'text', `${vectors.tokens['node']?.[0]}\n`);
}

function withBlock(page: string, mark: string, language: string, text: string): string {
  const begin = `<!-- ${mark} -->\n`;
  const [before, behind] = page.split(begin);
  if (behind === undefined) throw new Error(`docs/identity.md has no mark ${begin}`);
  const rest = behind.replace(/^\n```[^]*?\n```\n/, '');
  return `${before}${begin}\n\`\`\`${language}\n${text}\`\`\`\n${rest}`;
}

if (import.meta.main) {
  const vectors = await readVectors();
  const tokens = { ...vectors.tokens };
  for (const language of Object.keys(SIGNERS)) {
    const made = signWith(language, vectors);
    if (made) tokens[language] = made;
    console.log(`${language}: ${made ? 'made' : 'not installed here, kept'}`);
  }
  const remade = { ...vectors, tokens };
  await writeFile(VECTORS, `${JSON.stringify(remade, null, 2)}\n`);
  await writeFile(PAGE, await pageWithExamples(await readPage(), remade));
}
