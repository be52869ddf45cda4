import { expect, fixture, html } from '@open-wc/testing';
import { renderMarkdown } from './markdown.ts';

async function show(text: string): Promise<HTMLElement> {
  return fixture<HTMLElement>(html`<div>${renderMarkdown(text)}</div>`);
}

const PAYLOADS = [
  '<script>window.hacked = true</script>',
  '<img src=x onerror="window.hacked = true">',
  '<svg/onload=window.hacked=true>',
  '**<img src=x onerror=window.hacked=true>**',
  '`<iframe srcdoc="<script>parent.hacked=true</script>">`',
  '```\n<style>*{display:none}</style>\n```',
  '- <a href="javascript:window.hacked=true">x</a>',
  '[x](javascript:window.hacked=true)',
  '[x](JaVaScRiPt:window.hacked=true)',
  '[x](java\tscript:window.hacked=true)',
  '[x]( javascript:window.hacked=true)',
  '[x](data:text/html,<script>window.hacked=true</script>)',
  '[x](vbscript:msgbox)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://example.com/1)',
  '[x](//example.com)',
  '[x](https://)',
  '<javascript:window.hacked=true>',
  '![x](https://example.com/track.png)',
  '[x](https://example.com" onmouseover="window.hacked=true)',
  '[<img src=x onerror=window.hacked=true>](https://example.com)',
  '{{constructor.constructor("window.hacked=true")()}}',
  '${window.hacked=true}',
  '\u0000<b\u0000>x',
];

const EVIL = 'https://evil.example/x';

describe('markdown: hostile text stays inert', () => {
  for (const payload of PAYLOADS) {
    it(JSON.stringify(payload), async () => {
      const element = await show(payload);
      const names = new Set([...element.querySelectorAll('*')].map((child) => child.localName));
      for (const name of names)
        expect(['a', 'bdi', 'code', 'em', 'li', 'ol', 'p', 'pre', 'strong', 'ul']).to.include(name);
      for (const child of element.querySelectorAll('*')) {
        for (const attribute of child.attributes) {
          expect(['dir', 'href', 'title', 'target', 'rel', 'start', 'tabindex']).to.include(attribute.name);
        }
      }
      for (const link of element.querySelectorAll('a')) {
        expect(link.protocol).to.be.oneOf(['http:', 'https:', 'mailto:']);
        expect(link.rel).to.equal('noopener nofollow ugc');
        expect(link.target).to.equal('_blank');
      }
      expect((globalThis as { hacked?: boolean }).hacked).to.equal(undefined);
    });
  }
});

describe('markdown: a label never hides where a link leads', () => {
  for (const label of [
    'bank.example',
    'bank.example/login',
    'https://bank.example',
    'HTTPS://Bank.Example/',
    'www.bank.example',
    'Go to bank.example now',
    'bank . example',
    'https : // bank.example',
    'https://bank',
    'bank.example.',
    'bank.example:443',
    'bank\uff0eexample',
    'bank\u3002example',
    '\uff42\uff41\uff4e\uff4b.example',
    'bank\u200b.exa\u2060mple',
    '\u202eknab.example\u202c',
    'bank\u00ad.example',
    '**bank**.example',
    '`bank.example`',
    'bank.example,evil.example',
    'bank.example@evil.example',
    'evil.example@bank.example',
    'bank.example/evil.example',
    'evil.example.bank.example',
    'notevil.example',
    'evil.example:8443',
    '“bank.example”',
    'see//bank.example',
    'b\u0430nk.example',
    '192.168.0.1',
    'help@bank.example',
  ]) {
    it(`shows the real host behind ${JSON.stringify(label)}`, async () => {
      const link = (await show(`[${label}](${EVIL})`)).querySelector('a');
      expect(link?.href).to.equal(EVIL);
      expect(link?.textContent).to.match(/ \(evil\.example\)$/);
      expect(link?.textContent).to.not.match(/[\u202a-\u202e]/);
    });
  }

  for (const label of [
    'our terms',
    'Read this. Then that',
    'v1.2',
    'evil.example',
    'www.EVIL.example',
    'https://evil.example/x/index.html',
    'evil.example/bank.example',
    'at evil\u200b.example.',
    '3. step: go',
    'yes/no',
    'Ende der Liste . . .',
  ]) {
    it(`leaves ${JSON.stringify(label)} as it is`, async () => {
      expect((await show(`[${label}](${EVIL})`)).querySelector('a')?.textContent).to.equal(label);
    });
  }
});

describe('markdown: addresses are shown as they are', () => {
  it('shows for whom a mail is', async () => {
    const element = await show(
      '[help@bank.example](mailto:a@evil.example) [a@bank.example](mailto:a@bank.example)',
    );
    const texts = [...element.querySelectorAll('a')].map(({ textContent }) => textContent);
    expect(texts).to.deep.equal(['help@bank.example (a@evil.example)', 'a@bank.example']);
  });

  for (const [written, shown] of [
    ['https://bank.example@evil.example', 'https://evil.example/'],
    ['https://bank.example:login@evil.example/a', 'https://evil.example/a'],
    ['https://evil.example\\@bank.example', 'https://evil.example/@bank.example'],
    ['https://b\u0430nk.example/a', 'https://xn--bnk-6cd.example/a'],
    ['https://bank\uff0eexample/a', 'https://bank.example/a'],
    ['https://evil.example/\u200fa', 'https://evil.example/%E2%80%8Fa'],
    ['HTTPS://Bank.example', 'HTTPS://Bank.example'],
  ] as const) {
    it(`shows ${JSON.stringify(written)} as what it opens`, async () => {
      for (const text of [written, `[${written}](${written})`]) {
        const link = (await show(text)).querySelector('a')!;
        expect(link.href).to.equal(new URL(shown).href);
        if (text === written) expect(link.textContent).to.equal(shown);
        else expect(link.textContent).to.include(written.includes('@') ? `(${link.host})` : '');
      }
    });
  }

  it('turns no text around', async () => {
    const element = await show('a \u202ehttps://evil.example/moc.knab\u2066');
    expect(element.textContent).to.equal('a https://evil.example/moc.knab');
  });
});
