import { expect } from '@open-wc/testing';
import { find, mount, seek, inboxFixture, type, until } from '../../test/fixture.ts';

interface Answer {
  readonly error: { readonly status?: number; readonly code?: string; readonly message: string } | null;
}

/** The part of a supabase-js client that signing in needs. */
function clientThat(answer: () => Promise<Answer>) {
  const asked: unknown[] = [];
  const auth = {
    signInWithPassword: (credentials: unknown) => {
      asked.push(credentials);
      return answer();
    },
    signOut: async () => ({ error: null }),
  };
  return { client: { auth }, asked };
}

const value = (element: Element, name: string) => (find(element, 'textbox', name) as HTMLInputElement).value;

describe('signing in', () => {
  for (const [what, answer, text] of [
    [
      'a wrong password',
      async () => ({ error: { status: 400, code: 'invalid_credentials', message: 'no' } }),
      'Email or password is wrong.',
    ],
    [
      'too many attempts',
      async () => ({ error: { status: 429, code: 'over_request_rate_limit', message: 'slow down' } }),
      'Too many attempts to sign in. Wait a few minutes and try again.',
    ],
    [
      'an address that is not confirmed',
      async () => ({ error: { status: 400, code: 'email_not_confirmed', message: 'no' } }),
      'Confirm your email first: open the link that was sent to you.',
    ],
    [
      'a banned user',
      async () => ({ error: { status: 403, code: 'user_banned', message: 'no' } }),
      'This account is blocked. Ask an admin.',
    ],
    [
      'a way in that is closed',
      async () => ({ error: { status: 422, code: 'email_provider_disabled', message: 'no' } }),
      'That didn’t work.',
    ],
    [
      'no network',
      async () => Promise.reject(new TypeError('Failed to fetch')),
      'The server can’t be reached. Check your connection.',
    ],
    [
      'a network error in an answer',
      async () => ({ error: { status: 0, message: 'fetch' } }),
      'The server can’t be reached. Check your connection.',
    ],
    [
      'a broken server',
      async () => ({ error: { status: 503, message: 'down' } }),
      'The server had a problem. Try again.',
    ],
  ] as [string, () => Promise<Answer>, string][]) {
    it(`says what ${what} means and keeps what was typed`, async () => {
      const { client } = clientThat(answer);
      const { element } = await inboxFixture([], { signedOut: true, client });
      type(await seek(element, 'textbox', 'Password'), 'hunter2');
      const email = (await seek(element, 'textbox', 'Email')) as HTMLInputElement;
      email.value = 'mara@fjellhus.no';
      (await seek(element, 'button', 'Sign in')).click();
      const alert = await seek(element, 'alert');
      expect(alert.textContent?.trim()).to.equal(text);
      expect([value(element, 'Email'), value(element, 'Password')]).to.deep.equal([
        'mara@fjellhus.no',
        'hunter2',
      ]);
      await seek(element, 'button', 'Sign in');
    });
  }
});

describe('signing in and out', () => {
  it('opens the inbox, asks once while it waits, and signs out again', async () => {
    let letIn = (): void => undefined;
    const { client, asked } = clientThat(
      () =>
        new Promise(
          (resolve) =>
            (letIn = () => {
              actors.agent.setUser('019b0000-0000-7000-8000-0000000000a1');
              resolve({ error: null });
            }),
        ),
    );
    client.auth.signOut = async () => {
      actors.agent.setUser(null);
      return { error: null };
    };
    const { element, actors } = await inboxFixture([{ name: 'Ida', lines: ['v: Hi'] }], {
      signedOut: true,
      client,
    });
    const email = (await seek(element, 'textbox', 'Email')) as HTMLInputElement;
    email.value = ' mara@fjellhus.no ';
    (find(element, 'textbox', 'Password') as HTMLInputElement).value = 'pass word ';
    const form = email.closest('form') as HTMLFormElement;
    form.requestSubmit();
    form.requestSubmit();
    await until(() => asked.length > 0);
    expect(asked).to.deep.equal([{ email: 'mara@fjellhus.no', password: 'pass word ' }]);
    letIn();
    await seek(element, 'button', 'Ida');
    (await seek(element, 'button', 'Account: Mara Aune')).click();
    (await seek(element, 'menuitem')).click();
    await seek(element, 'textbox', 'Email');
  });

  it('puts the focus where it was wanted before the form was there', async () => {
    const form = mount(document.createElement('gc-sign-in'));
    form.focus();
    await seek(form, 'textbox', 'Email');
    await until(() => form.shadowRoot?.activeElement?.id === 'email');
  });

  it('names the field that is missing, and works without a provider', async () => {
    const form = mount(document.createElement('gc-sign-in'));
    (await seek(form, 'button', 'Sign in')).click();
    await until(() => find(form, 'alert')?.textContent?.includes('Fill in Email.'));
    expect(form.shadowRoot?.activeElement?.id).to.equal('email');
    (find(form, 'textbox', 'Email') as HTMLInputElement).value = 'no address';
    (find(form, 'button', 'Sign in') as HTMLElement).click();
    await until(() => find(form, 'alert')?.textContent?.includes('Enter an email like name@example.com.'));
    (find(form, 'textbox', 'Email') as HTMLInputElement).value = 'a@b.c';
    (find(form, 'button', 'Sign in') as HTMLElement).click();
    await until(() => find(form, 'alert')?.textContent?.includes('Fill in Password.'));
    (find(form, 'textbox', 'Password') as HTMLInputElement).value = 'x';
    const heard: string[] = [];
    form.addEventListener('gc-sign-in', ({ email, password }) => void heard.push(email, password));
    (find(form, 'button', 'Sign in') as HTMLElement).click();
    expect(heard).to.deep.equal(['a@b.c', 'x']);
  });
});
