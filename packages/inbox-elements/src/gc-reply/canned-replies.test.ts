import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { fillCanned, plainText } from './canned-replies.ts';
import { triggerAt } from './suggestion-trigger.ts';
import { find, findAll, focused, nameOf, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida Lindqvist', email: 'ida@lindqvist.se', lines: ['v: Hello'] };

const box = (element: Element) => find(element, 'textbox', 'Reply') as HTMLTextAreaElement;

describe('canned replies', () => {
  it('are offered by "/" at the start of a word only', () => {
    const at = (text: string) => triggerAt(text, text.length, 'canned')?.query ?? null;
    expect(at('/')).to.equal('');
    expect(at('Hi /late')).to.equal('late');
    expect(at('Hi\n/late')).to.equal('late');
    expect(at('1/2')).to.equal(null);
    expect(at('https://x')).to.equal(null);
    expect(at('/late ')).to.equal(null);
    expect(triggerAt('a@b', 3, 'mention')).to.equal(null);
  });

  it('never leave a placeholder in the text', () => {
    const fill = (content: string, name: string | null) =>
      plainText(fillCanned(content, { 'visitor.name': name }));
    expect(fill('Hello {{visitor.name}}, welcome', 'Ida')).to.equal('Hello Ida, welcome');
    expect(fill('Hello {{ visitor.name }}, welcome', null)).to.equal('Hello, welcome');
    expect(fill('{{visitor.name}}', null)).to.equal('');
    expect(fill('{{nobody.knows}} {{visitor.name}}!', '{{visitor.name}}')).to.equal(' {{visitor.name}}!');
  });

  it('are chosen and filled by keyboard while the focus stays in the textbox', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida Lindqvist');
    type(box(element), '/late');
    const options = await until(() => findAll(element, 'option').length === 3 && findAll(element, 'option'));
    expect(options.map((option) => option.querySelector('b')?.textContent)).to.deep.equal([
      '/late-arrival',
      '/late-checkout',
      '/translate-later',
    ]);
    expect(box(element).getAttribute('aria-activedescendant')).to.equal(options[0]?.id);
    await sendKeys({ press: 'ArrowDown' });
    await until(() => box(element).getAttribute('aria-activedescendant') === options[1]?.id);
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'Enter' });
    expect(box(element).value).to.equal(
      'You can arrive at any hour, Ida Lindqvist. I’ll send the code to ida@lindqvist.se. — Mara Aune',
    );
    await until(() => find(element, 'listbox') === null);
    expect(focused()).to.equal(box(element));
    expect(actors.backend.database.messages(actors.ids[0] ?? '')).to.have.length(1);
  });

  it('close on Escape and keep the text; the button opens them', async () => {
    const { element, choose } = await inboxFixture([IDA]);
    await choose('Ida Lindqvist');
    (await seek(element, 'button', 'Canned replies')).click();
    await seek(element, 'listbox');
    expect(box(element).value).to.equal('/');
    await sendKeys({ press: 'Escape' });
    await until(() => find(element, 'listbox') === null);
    expect(box(element).value).to.equal('/');
    expect(nameOf(focused() as HTMLElement)).to.equal('Reply');
  });

  it('say so when none matches', async () => {
    const { element, choose } = await inboxFixture([IDA]);
    await choose('Ida Lindqvist');
    type(box(element), '/zzz');
    await until(() =>
      findAll(element, 'status').some((status) => status.textContent === 'No canned reply matches.'),
    );
  });
});
