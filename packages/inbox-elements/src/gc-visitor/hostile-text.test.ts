import { expect } from '@open-wc/testing';
import { everything, seek, inboxFixture, until } from '../../test/fixture.ts';

const EVIL = '<img src=x onerror="window.hacked=1">';

const HOSTILE = {
  name: EVIL,
  email: '"><script>window.hacked=1</script>@example.com',
  lines: [`v: ${EVIL} [x](javascript:window.hacked=1)`],
  metadata: {
    page_url: 'javascript:window.hacked=1',
    page_title: EVIL,
    pages: [{ url: 'javascript:alert(1)' }, { url: 'https://example.com/%3Cb%3E' }, 7, null],
    referrer: 'data:text/html,<script>',
    browser: EVIL,
    os: EVIL,
    locale: '<svg onload=alert(1)>',
    time_zone: 'Nowhere/Nothing',
    place: EVIL,
    attributes: { [EVIL]: EVIL, nested: { deep: [EVIL, 1, null] }, empty: '' },
    fields: null,
  },
  row: { tags: [EVIL], visitorVerified: true },
};

const TRICKY = { name: 'evil\u202Etxt.exe\u0000\nNext', lines: ['v: Hi'], minutesAgo: 5 };

describe('what strangers wrote', () => {
  it('is text everywhere: in the list, the thread, the details, names and titles', async () => {
    const { element, choose } = await inboxFixture([HOSTILE]);
    await choose(EVIL);
    await seek(element, 'region', `Conversation with ${EVIL}`);
    const visitor = await until(() => element.shadowRoot?.querySelector('gc-visitor')?.shadowRoot);
    await until(() => visitor.textContent?.includes(EVIL));
    const all = everything(element.shadowRoot as ShadowRoot);
    expect(all.filter((node) => node.matches('img, script, iframe, [onerror], [onload]'))).to.deep.equal([]);
    const links = all.filter((node) => node instanceof HTMLAnchorElement).map((link) => link.protocol);
    expect(links.filter((protocol) => !/^(https?|mailto):$/.test(protocol))).to.deep.equal([]);
    expect('hacked' in window).to.equal(false);
    expect(visitor.textContent).to.include('deep').not.to.include('javascript:');
  });

  it('cannot turn the text around it, or break the line', async () => {
    const { element } = await inboxFixture([TRICKY]);
    const row = await seek(element, 'button', 'evil txt.exe Next');
    expect(row.textContent).to.not.match(/[\u202a-\u202e\u0000]/);
  });
});
