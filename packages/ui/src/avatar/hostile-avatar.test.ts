import { LitElement } from 'lit';
import type { TemplateResult } from 'lit';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { avatar, avatarStyles, base, tokens } from '../index.ts';
import { initials } from './face.ts';
import type { AvatarOptions } from './avatar.ts';

class AvatarHost extends LitElement {
  static override styles = [tokens, base, avatarStyles];
  options: AvatarOptions = { name: 'Ida Lindqvist', url: null, size: 36 };

  protected override render(): TemplateResult {
    return avatar(this.options);
  }
}
customElements.define('test-avatar', AvatarHost);

async function show(options: Partial<AvatarOptions>): Promise<AvatarHost> {
  const host = await fixture<AvatarHost>(html`<test-avatar></test-avatar>`);
  host.options = { ...host.options, ...options };
  host.requestUpdate();
  await host.updateComplete;
  return host;
}

describe('avatar', () => {
  it('takes initials from any script, of strange names, of none', () => {
    const cases: [string, string][] = [
      ['Ida Lindqvist', 'IL'],
      ['Mara', 'M'],
      ['Maximiliana Featherstonehaugh-Cholmondeley', 'MC'],
      ['Visitor 4F2A', '4F'],
      ['ليلى حداد', 'لح'],
      ['山田 太郎', '山太'],
      ['  ', ''],
      ['👍', ''],
      ['<b>x', 'B'],
      ['élan ñandú', 'ÉÑ'],
    ];
    for (const [name, expected] of cases) expect(initials(name), name).to.equal(expected);
  });

  it('shows a picture from https or the own origin only', async () => {
    const refused = [
      'javascript:alert(1)',
      'data:image/png;base64,x',
      'blob:x',
      'http://other.example/a.png',
      'file:///a',
      '',
    ];
    for (const url of refused) {
      const host = await show({ url });
      expect(host.shadowRoot?.querySelectorAll('img').length, url).to.equal(0);
      expect(host.shadowRoot?.textContent.trim()).to.equal('IL');
    }
    for (const url of ['https://localhost:1/a.png', '/a.png']) {
      const host = await show({ url });
      expect(host.shadowRoot?.querySelector('img')?.getAttribute('referrerpolicy')).to.equal('no-referrer');
    }
  });

  it('gives way to initials when the picture does not load, never both', async () => {
    const host = await show({ url: '/nothing-here.png' });
    const visible = (selector: string): boolean => {
      const element = host.shadowRoot?.querySelector(selector);
      return element !== null && element !== undefined && getComputedStyle(element).display !== 'none';
    };
    expect(visible('img') && visible('b')).to.equal(false);
    await waitUntil(() => !visible('img') && visible('b'));
  });

  it('has the same hue for the same name', async () => {
    const [one, two] = [await show({ name: 'Mara' }), await show({ name: 'Mara', size: 48 })];
    const hue = (host: AvatarHost): string | undefined =>
      [...(host.shadowRoot?.querySelector('.avatar')?.classList ?? [])].find((name) =>
        name.startsWith('hue-'),
      );
    expect(hue(one))
      .to.match(/^hue-[0-5]$/)
      .and.equal(hue(two));
  });

  it('tells presence by shape, not by colour alone', async () => {
    expect((await show({ online: true })).shadowRoot?.querySelectorAll('.dot.away').length).to.equal(0);
    expect((await show({ online: false })).shadowRoot?.querySelectorAll('.dot.away').length).to.equal(1);
    expect((await show({})).shadowRoot?.querySelectorAll('.dot').length).to.equal(0);
  });
});
