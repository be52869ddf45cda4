import { expect, fixture, html } from '@open-wc/testing';
import { renderMarkdown } from './markdown.ts';

/** The markup without Lit's markers. */
async function markup(text: string): Promise<string> {
  const element = await fixture<HTMLElement>(html`<div>${renderMarkdown(text)}</div>`);
  return element.innerHTML.replace(/<!--.*?-->/g, '').replace(/ (dir|title|target|rel)="[^"]*"/g, '');
}

const link = (address: string, label = address): string => `<a href="${address}">${label}</a>`;

const item = (number: string, text: string): string => `<li><span>${number}</span><div>${text}</div></li>`;

describe('markdown: what is understood', () => {
  const cases: [string, string][] = [
    ['plain text', 'plain text'],
    ['two\nlines', 'two\nlines'],
    ['one\n\ntwo', '<p>one</p><p>two</p>'],
    ['**bold** and *italic* and _italic_', '<strong>bold</strong> and <em>italic</em> and <em>italic</em>'],
    ['***both***', '<strong><em>both</em></strong>'],
    ['*a **b* c', '<em>a **b</em> c'],
    ['**bold with `code`**', '<strong>bold with <code>code</code></strong>'],
    ['`**not bold**`', '<code>**not bold**</code>'],
    ['``a `tick` ``', '<code>a `tick` </code>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['Two things:\n1. a\n2. b', `<p>Two things:</p><ol>${item('1. ', 'a')}${item('2. ', 'b')}</ol>`],
    ['3) c', `<ol>${item('3) ', 'c')}</ol>`],
    ['3. a\n7. b\n021. c', `<ol>${item('3. ', 'a')}${item('7. ', 'b')}${item('021. ', 'c')}</ol>`],
    ['- one\n  more', '<ul><li>one\nmore</li></ul>'],
    ['```js\nlet a;\n\n- b\n```', '<pre tabindex="0"><code>let a;\n\n- b</code></pre>'],
    ['```\nnever closed', '<pre tabindex="0"><code>never closed</code></pre>'],
    ['[site](https://example.com/a)', link('https://example.com/a', 'site')],
    ['[**bold** site](https://example.com/)', link('https://example.com/', '<strong>bold</strong> site')],
    ['[mail](mailto:a@example.com)', link('mailto:a@example.com', 'mail')],
    ['see https://example.com/a.', `see ${link('https://example.com/a')}.`],
    ['(https://example.com/a)', `(${link('https://example.com/a')})`],
    ['**https://example.com/a**', `<strong>${link('https://example.com/a')}</strong>`],
    ['https://example.com/a_(b)', link('https://example.com/a_(b)')],
    ['(https://example.com/a_(b))', `(${link('https://example.com/a_(b)')})`],
    ['https://example.com/a_', link('https://example.com/a_')],
    ['_see https://example.com/a_', `<em>see ${link('https://example.com/a')}</em>`],
    ['see https://example.com/a。谢谢', `see ${link('https://example.com/a')}。谢谢`],
    ['（https://example.com/a）', `（${link('https://example.com/a')}）`],
    ['「https://example.com/a」、', `「${link('https://example.com/a')}」、`],
    ['https://example.com/a؟ نعم', `${link('https://example.com/a')}؟ نعم`],
    ['“https://example.com/a”', `“${link('https://example.com/a')}”`],
    ['„https://example.com/a“ …', `„${link('https://example.com/a')}“ …`],
    ['«https://example.com/a»', `«${link('https://example.com/a')}»`],
    ['{https://example.com/a}', `{${link('https://example.com/a')}}`],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), async () => expect(await markup(text)).to.equal(expected));
  }
});

describe('markdown: addresses in other directions', () => {
  it('end with their last slash in an Arabic sentence, and a label runs its own way', async () => {
    const text = 'انظر https://example.com/ و [اقرأ (هنا)](https://example.com/)';
    const element = await fixture<HTMLElement>(html`<div dir="rtl">${renderMarkdown(text)}</div>`);
    const [address, label] = element.querySelectorAll('a');
    const leftOf = (at: number): number => {
      const range = document.createRange();
      const letters = document.createTreeWalker(address!, NodeFilter.SHOW_TEXT).nextNode()!;
      range.setStart(letters, at);
      range.setEnd(letters, at + 1);
      return range.getBoundingClientRect().left;
    };
    expect(leftOf('https://example.com'.length)).to.be.greaterThan(leftOf(0));
    expect([address, label].map((link) => getComputedStyle(link!).direction)).to.deep.equal(['ltr', 'rtl']);
  });
});

describe('markdown: what is not understood stays as it was written', () => {
  const cases = [
    '2 * 3 * 4 = 24',
    '2*3*4',
    'snake_case_name',
    '__init__',
    'call __init__ and __del__.',
    '+ 49 170 0000000',
    '+ 1\n+ 2',
    '- 5 °C',
    '- €20',
    '**never closed',
    '**bold *and italic***',
    '________',
    '****',
    'C:\\_dir\\*.txt',
    '# no heading',
    '> no quote',
    '[no](nothing)',
    '[a] (b)',
    '`open',
    'ftp://example.com',
    'xhttps://example.com',
    '-no list',
    '- ',
    '2024. was a year',
  ];
  for (const text of cases)
    it(JSON.stringify(text), async () =>
      expect(await markup(text)).to.equal(text.trimEnd().replace('>', '&gt;')),
    );
});

describe('markdown: the longest text is drawn', () => {
  const shapes: Record<string, (n: number) => string> = {
    brackets: (n) => '['.repeat(n),
    'brackets with one end': (n) => `${'['.repeat(n)}](x`,
    'refused links': (n) => '[a](javascript:b)'.repeat(n / 17),
    stars: (n) => '*a '.repeat(n / 3),
    'runs of stars': (n) => '**a *b ***c '.repeat(n / 12),
    underscores: (n) => '_a __b '.repeat(n / 7),
    ticks: (n) => '` `` ``` '.repeat(n / 9),
    'one tick': (n) => '`a'.repeat(n / 2),
    punctuation: (n) => `https://example.com/${'.)'.repeat(n / 2)}a`,
    addresses: (n) => 'https://'.repeat(n / 8),
    lists: (n) => '- a\n'.repeat(n / 4),
    fences: (n) => '```\n'.repeat(n / 4),
    'blank lines': (n) => '\n'.repeat(n),
    'spaces in a label': (n) => `[a${' '.repeat(n)}b](https://example.com)`,
    'stops in a label': (n) => `[https://a${'.!:'.repeat(n / 3)}b](https://example.com)`,
    'numbers in a label': (n) => `[a${':1'.repeat(n / 2)}b](https://example.com)`,
    'names in a label': (n) => `[${'a.bc'.repeat(n / 4)}@](https://example.com)`,
    spaces: (n) => `- ${' '.repeat(n)}a`,
  };
  // Squared, these lengths are hours: the runner gives up long before.
  for (const [name, shape] of Object.entries(shapes)) it(name, () => void renderMarkdown(shape(2_000_000)));
});
