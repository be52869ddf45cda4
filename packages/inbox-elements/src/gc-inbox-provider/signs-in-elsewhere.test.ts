import { expect } from '@open-wc/testing';
import { createClient } from '@supabase/supabase-js';
import '../define.ts';
import { find, mount, seek, until } from '../../test/fixture.ts';

const [MARA, JONAS] = ['019b0000-0000-7000-8000-0000000000a1', '019b0000-0000-7000-8000-0000000000a2'];

/** A client of the page, for a project whose Auth lets anybody in and whose database makes nobody an agent. */
function pageClient() {
  /** Of whom memberships were asked. */
  const asked: string[] = [];
  const answer = (body: unknown): Response => Response.json(body);
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const token = request.headers.get('authorization')?.split('.')[1] ?? '';
    if (request.url.includes('/rpc/')) {
      asked.push((JSON.parse(atob(token)) as { sub: string }).sub);
      return answer([]);
    }
    if (!request.url.includes('/token')) return answer({});
    const { email } = (await request.json()) as { email: string };
    const user = { id: email.startsWith('mara') ? MARA : JONAS, email, aud: 'authenticated' };
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const claims = btoa(JSON.stringify({ sub: user.id, role: 'authenticated', exp })).replaceAll('=', '');
    const head = btoa(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));
    return answer({
      ...{ access_token: `${head}.${claims}.c2lnbmVk`, refresh_token: 'r', token_type: 'bearer' },
      ...{ expires_in: 3600, expires_at: exp, user },
    });
  };
  const client = createClient('https://elsewhere.supabase.co', 'sb_publishable_x', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch },
  });
  const signIn = (name: string): Promise<unknown> =>
    client.auth.signInWithPassword({ email: `${name}@fjellhus.no`, password: 'pass word' });
  return { client, asked, signIn };
}

async function signedOut() {
  const page = pageClient();
  const provider = document.createElement('gc-inbox-provider');
  const element = document.createElement('gc-inbox');
  provider.client = page.client;
  provider.append(element);
  mount(provider);
  await seek(element, 'textbox', 'Email');
  expect(page.asked).to.deep.equal([]);
  return { ...page, element, provider };
}

describe('a sign-in that the page makes with its own client', () => {
  it('is the agent’s, and so is that of another user after it; the same one again is no news', async () => {
    const { element, asked, signIn } = await signedOut();
    await signIn('mara');
    await until(() => asked.includes(MARA ?? ''), 'Mara is asked about');
    await until(() => find(element, 'textbox', 'Email') === null, 'the form is gone');
    await signIn('mara');
    await signIn('jonas');
    await until(() => asked.includes(JONAS ?? ''), 'Jonas is asked about');
    await until(() => find(element, 'button', 'Sign out'));
    expect(asked).to.deep.equal([MARA, JONAS]);
  });

  it('is not followed any more once the provider is gone', async () => {
    const { provider, asked, signIn } = await signedOut();
    provider.remove();
    await until(() => provider.inbox === null && !provider.isConnected);
    await signIn('mara');
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).to.deep.equal([]);
  });

  it('by the form of the inbox starts it once', async () => {
    const { element, asked } = await signedOut();
    const email = find(element, 'textbox', 'Email') as HTMLInputElement;
    email.value = 'mara@fjellhus.no';
    (find(element, 'textbox', 'Password') as HTMLInputElement).value = 'pass word';
    (await seek(element, 'button', 'Sign in')).click();
    await until(() => find(element, 'button', 'Sign out'));
    expect(asked).to.deep.equal([MARA]);
  });
});
