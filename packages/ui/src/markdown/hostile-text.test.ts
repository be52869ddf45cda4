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

describe('markdown: hostile text stays inert', () => {
  for (const payload of PAYLOADS) {
    it(JSON.stringify(payload), async () => {
      const element = await show(payload);
      const names = new Set([...element.querySelectorAll('*')].map((child) => child.localName));
      for (const name of names)
        expect(['a', 'code', 'em', 'li', 'ol', 'p', 'pre', 'strong', 'ul']).to.include(name);
      for (const child of element.querySelectorAll('*')) {
        for (const attribute of child.attributes) {
          expect(['href', 'title', 'target', 'rel', 'start', 'tabindex']).to.include(attribute.name);
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

  it('does not let a label name another host than its target', async () => {
    const element = await show(
      '[https://bank.example](https://evil.example/x) [www.bank.example](https://evil.example)',
    );
    expect(element.querySelectorAll('a[href^="https://evil"]').length).to.equal(0);
    const honest = await show('[https://bank.example/help](https://bank.example/help)');
    expect(honest.querySelectorAll('a').length).to.equal(1);
  });
});
