import { expect } from '@open-wc/testing';
import type { GcInboxProvider } from './gc-inbox-provider.ts';
import { mount, until } from '../../test/fixture.ts';

const JWT_OF = (role: string) => `h.${btoa(JSON.stringify({ role }))}.s`;

interface Attempt {
  readonly provider: GcInboxProvider;
  readonly warnings: string[];
  readonly errors: string[];
}

function attempt(set: (provider: GcInboxProvider) => void): Attempt {
  const warnings: string[] = [];
  const errors: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => void (text.startsWith('[Global Chat]') ? warnings.push(text) : warn(text));
  restore = () => void (console.warn = warn);
  const provider = document.createElement('gc-inbox-provider');
  provider.addEventListener('gc-inbox-error', ({ error }) => void errors.push(error.code));
  provider.append(document.createElement('gc-inbox'));
  set(provider);
  mount(provider);
  return { provider, warnings, errors };
}

let restore = (): void => undefined;
afterEach(() => restore());

describe('a provider that cannot start', () => {
  for (const [what, code, set] of [
    ['nothing to connect to', 'invalid_argument', () => undefined],
    [
      'a URL that is none',
      'invalid_url',
      (p) => Object.assign(p, { supabaseUrl: 'my-project', supabaseKey: 'sb_publishable_x' }),
    ],
    [
      'a script as URL',
      'invalid_url',
      (p) => Object.assign(p, { supabaseUrl: 'javascript:alert(1)', supabaseKey: 'k' }),
    ],
    [
      'a secret key',
      'secret_key_refused',
      (p) => Object.assign(p, { supabaseUrl: 'https://x.supabase.co', supabaseKey: 'sb_secret_x' }),
    ],
    [
      'a service-role token',
      'secret_key_refused',
      (p) => Object.assign(p, { supabaseUrl: 'https://x.supabase.co', supabaseKey: JWT_OF('service_role') }),
    ],
    [
      'a URL without a key',
      'invalid_argument',
      (p) => Object.assign(p, { supabaseUrl: 'https://x.supabase.co' }),
    ],
    ['a client that is none', 'invalid_argument', (p) => Object.assign(p, { client: { no: 'client' } })],
  ] as [string, string, (provider: GcInboxProvider) => void][]) {
    it(`says ${code} for ${what}, once, and leaves the page alone`, async () => {
      const { provider, warnings, errors } = attempt(set);
      const alert = await until(() => provider.shadowRoot?.querySelector('[role="alert"]'));
      expect(alert.textContent).to.include(code);
      expect(errors).to.deep.equal([code]);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(new RegExp(`^\\[Global Chat\\] ${code}: `));
      provider.requestUpdate();
      await provider.updateComplete;
      expect(warnings).to.have.length(1);
    });
  }

  it('is missed by an inbox without one, which says so', async () => {
    const { provider, warnings } = attempt(() => undefined);
    const alone = document.createElement('gc-inbox');
    mount(alone);
    await until(() =>
      alone.shadowRoot?.querySelector('[role="alert"]')?.textContent?.includes('isn’t connected'),
    );
    expect(warnings).to.deep.equal([
      '[Global Chat] invalid_argument: <gc-inbox> needs a <gc-inbox-provider> around it.',
    ]);
    provider.remove();
  });

  it('starts when the client comes late', async () => {
    const { provider, errors } = attempt(() => undefined);
    const { createActors } = await import('../../test/actors.ts');
    const inbox = createActors([]).inbox();
    provider.inbox = inbox;
    await until(() => inbox.get().status === 'ready');
    expect(errors).to.deep.equal([]);
    expect(provider.shadowRoot?.querySelector('[role="alert"]')).to.equal(null);
  });
});
