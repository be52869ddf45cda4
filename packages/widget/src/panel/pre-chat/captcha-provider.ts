// The script of a captcha's provider: two constant addresses, loaded once per page and again after a failure. The
// trusted types policy `globalchat` lets through these addresses and nothing else.

import type { WidgetConfig } from '@globalchat/core';

export type CaptchaProviderName = NonNullable<WidgetConfig['captcha']>['provider'];

/** What both providers put on the window. */
export interface CaptchaProvider {
  render(container: HTMLElement, options: Readonly<Record<string, unknown>>): string | null | undefined;
  reset(id: string): void;
  remove(id: string): void;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): string };
}

const SCRIPT_URLS: ReadonlyMap<CaptchaProviderName, string> = new Map([
  ['turnstile', 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'],
  ['hcaptcha', 'https://js.hcaptcha.com/1/api.js?render=explicit'],
]);

const pendingLoads = new Map<CaptchaProviderName, Promise<CaptchaProvider>>();
let policy: { createScriptURL(address: string): string } | undefined;

/** Whether a site key can be one. */
export function isUsable({ provider, siteKey }: NonNullable<WidgetConfig['captcha']>): boolean {
  return SCRIPT_URLS.has(provider) && /^[\w-]{1,100}$/.test(siteKey);
}

/** Rejects when the script did not come, or the page's policy forbids it. */
export function loadProvider(name: CaptchaProviderName): Promise<CaptchaProvider> {
  const there = (globalThis as Partial<Record<CaptchaProviderName, CaptchaProvider>>)[name];
  if (there) return Promise.resolve(there);
  const load = pendingLoads.get(name) ?? insertScript(name);
  pendingLoads.set(name, load);
  load.catch(() => pendingLoads.delete(name));
  return load;
}

async function insertScript(name: CaptchaProviderName): Promise<CaptchaProvider> {
  const script = document.createElement('script');
  // Where the page lists its policies and not this one, this throws.
  script.src = trustedScriptUrl(SCRIPT_URLS.get(name)!);
  script.async = true;
  try {
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = () => reject(new TypeError(`The script of ${name} could not be loaded.`));
      document.head.append(script);
    });
    const provider = (globalThis as Partial<Record<CaptchaProviderName, CaptchaProvider>>)[name];
    // A blocker may answer with an empty script.
    if (!provider) throw new TypeError(`The script of ${name} brought nothing.`);
    return provider;
  } catch (cause) {
    script.remove();
    throw cause;
  }
}

function trustedScriptUrl(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('globalchat', {
    createScriptURL(wanted) {
      if ([...SCRIPT_URLS.values()].includes(wanted)) return wanted;
      throw new TypeError('This is no address of a captcha.');
    },
  });
  return policy?.createScriptURL(address) ?? address;
}
