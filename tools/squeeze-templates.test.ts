import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAst } from 'rollup/parseAst';
import { squeezeTemplates } from './squeeze-templates.ts';

const squeeze = (code: string): string => squeezeTemplates(code, parseAst(code));

/** Line and column of each `mark…` in a module. */
const places = (code: string): string[] =>
  code
    .split('\n')
    .flatMap((line, row) =>
      [...line.matchAll(/mark\d/g)].map(({ 0: name, index }) => `${name} ${row}:${index}`),
    );

const MODULE = `import { css, html } from 'lit';
const sheet = css\`
  /* Why it is so. */
  .a:hover, .b {
    color: red;
    \${mark1}
    margin: calc(1px + 2px);
  }
\`; export const mark2 = 1;
const note = \`
  left
  alone \${mark3}\`;
export const view = html\`<p
    class="one \${mark4}"
  >
    \${mark5 ? html\`<b
      >\${mark6}</b
    >\` : mark7} words  of two
    lines
  </p>\`; mark8();
`;

describe('templates of what is published', () => {
  it('lose what only their author reads', () => {
    const code = squeeze(MODULE);
    const templates = [...code.matchAll(/(?:css|html)`[^$`]*/g)].map(([text]) => text);
    assert.deepEqual(templates, ['css` .a:hover,.b{color:red;', 'html`<p class="one ', 'html`<b >']);
    assert.ok(code.includes(' words  of two lines </p>`'));
    assert.ok(!code.includes('Why it is so'));
  });

  it('keep every other template as it was written', () => {
    assert.ok(squeeze(MODULE).includes('`\n  left\n  alone ${mark3}`'));
  });

  it('leave the code around them where source maps say it is', () => {
    const code = squeeze(MODULE);
    assert.deepEqual(places(code), places(MODULE));
    assert.doesNotThrow(() => parseAst(code));
  });

  it('are squeezed once and for all', () => {
    const code = squeeze(MODULE);
    const inside = (text: string): string[] => text.split(/\$\{\s*|`\s*/);
    assert.deepEqual(inside(squeeze(code)), inside(code));
  });
});
