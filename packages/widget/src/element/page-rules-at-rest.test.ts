// Risk: what a page says about its elements moves, stretches or hides a launcher that nobody has touched yet.
import { expect } from '@open-wc/testing';
import { until } from '../../test/widget-fixture.ts';
import '../define.ts';

const LENGTHS = ['0', '7px', '100%', '50vw'];
const SIZES = 'width height inline-size block-size'.split(' ');
const SIDES =
  'top right bottom left inset margin padding margin-inline margin-block padding-inline padding-block'.split(
    ' ',
  );
const HOSTILE = [
  ...[...SIZES, ...SIDES].flatMap((property) => LENGTHS.map((length) => `${property}:${length}`)),
  'max-width:100%',
  'max-height:100%',
  'position:relative',
  'position:absolute',
  'position:static',
  'position:sticky',
  'display:flex',
  'display:grid',
  'display:inline',
  'display:block',
  'display:table-cell',
  'float:left',
  'clear:both',
  'flex:1 1 100%',
  'align-self:stretch',
  'justify-self:stretch',
  'place-self:center',
  'order:-1',
  'grid-area:1/1/9/9',
  'box-sizing:content-box',
  'box-sizing:border-box',
  'line-height:5',
  'font-size:40px',
  'text-align:center',
  'text-indent:3em',
  'vertical-align:top',
  'column-span:all',
  'margin:1rem auto;max-width:60rem;width:100%',
  'all:unset',
  'all:revert',
];
const PARENTS = ['display:block', 'display:flex;align-items:stretch', 'display:grid;place-items:center'];

describe('a launcher at rest', () => {
  const { fetch } = globalThis;
  const sheet = new CSSStyleSheet();
  let launcher: HTMLElement;

  before(async () => {
    globalThis.fetch = () =>
      Promise.resolve(Response.json({ launcher: { name: 'Chat öffnen', text: 'Frag uns' } }));
    document.adoptedStyleSheets.push(sheet);
    const element = document.createElement('global-chat');
    element.update({ supabaseUrl: 'https://project.test', supabaseKey: 'k', widgetId: 'w' });
    document.body.append(element);
    launcher = element.shadowRoot!.querySelector('.launcher')!;
    await until(() => launcher.textContent === 'Frag uns', 'the words are there');
    expect(element.shadowRoot!.children.length, 'nobody came near').to.equal(1);
  });
  after(() => {
    globalThis.fetch = fetch;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    document.querySelector('global-chat')?.remove();
  });

  const place = (): string => {
    const { left, top, width, height } = launcher.getBoundingClientRect();
    return [left, top, width, height].map(Math.round).join();
  };

  for (const selector of ['*', 'body > *', 'global-chat']) {
    it(`stays where it is and as large as it is, whatever a page says of ${selector}`, () => {
      sheet.replaceSync('');
      const before = place();
      const moved: string[] = [];
      for (const parent of PARENTS) {
        for (const rule of HOSTILE) {
          sheet.replaceSync(`body{${parent}}${selector}{${rule}}`);
          if (place() !== before) moved.push(`${parent}: ${rule}: ${place()} instead of ${before}`);
        }
      }
      expect(moved).to.deep.equal([]);
    });
  }

  it('is hidden by a page that wants it hidden', () => {
    sheet.replaceSync('global-chat{display:none}');
    expect(launcher.checkVisibility()).to.equal(false);
  });
});
