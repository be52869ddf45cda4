import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { buildCannedReply } from '@globalchat/core/testing';
import { fillCanned, findCanned, plainText } from './canned-replies.ts';
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

  it('keep a variable that has no value, take what stands in for it, and never look into a value', () => {
    const fill = (content: string, name: string | null) =>
      plainText(fillCanned(content, { 'visitor.name': name, 'attributes.Plan name': 'Team' }));
    expect(fill('Hello {{visitor.name}}, welcome', 'Ida')).to.equal('Hello Ida, welcome');
    expect(fill('Hello {{ visitor.name }}, welcome', null)).to.equal('Hello {{visitor.name}}, welcome');
    expect(fill('Hello {{visitor.name | there}}!', null)).to.equal('Hello there!');
    expect(fill('Hello {{visitor.name|there}}!', 'Ida')).to.equal('Hello Ida!');
    expect(fill('On {{attributes.Plan name}}', null)).to.equal('On Team');
    for (const name of ['constructor', 'toString', '__proto__'])
      expect(fill(`Hello {{${name}}}`, 'Ida')).to.equal(`Hello {{${name}}}`);
    expect(fill('{{visitor.name}} {{visitor.name|x}}', '{{visitor.email}}')).to.equal(
      '{{visitor.email}} {{visitor.email}}',
    );
  });

  it('are found whatever the accents, capitals and the way a character is written', () => {
    const reply = (shortcut: string, content: string) =>
      buildCannedReply({ id: shortcut, shortcut, content });
    const replies = [
      reply('olá', 'Ol\u0061\u0301, tudo bem?'),
      reply('weg', 'Die Straße am Fluß'),
      reply('sø', 'Ærø'),
    ];
    const found = (query: string) => findCanned(replies, query).map(({ shortcut }) => shortcut);
    for (const query of ['ola', 'OLÁ', 'ol\u0061\u0301', 'tudo'])
      expect(found(query), query).to.deep.equal(['olá']);
    for (const query of ['strasse', 'STRASSE', 'fluß']) expect(found(query), query).to.deep.equal(['weg']);
    for (const query of ['so', 'aero']) expect(found(query), query).to.deep.equal(['sø']);
  });

  it('ask before a sentence with a hole is sent, and put the caret on it', async () => {
    const { element, choose, actors } = await inboxFixture([{ name: 'Ida Lindqvist', lines: ['v: Hello'] }]);
    const sent = () => actors.backend.database.messages(actors.ids[0] ?? '').map(({ content }) => content);
    await choose('Ida Lindqvist');
    type(box(element), '/late-arrival');
    await until(() => findAll(element, 'option').length === 1);
    await sendKeys({ press: 'Enter' });
    const marked = () => box(element).value.slice(box(element).selectionStart, box(element).selectionEnd);
    expect(marked()).to.equal('{{visitor.email}}');
    const says = (role: string) =>
      findAll(element, role).some((line) => line.textContent?.includes('Still to fill in'));
    await until(() => says('status'));
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => says('alert'));
    expect(sent()).to.deep.equal(['Hello']);
    expect([marked(), focused()]).to.deep.equal(['{{visitor.email}}', box(element)]);
    await sendKeys({ type: 'ida@x.example' });
    await until(() => !says('alert') && !says('status'));
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => sent().length === 2);
    expect(sent()[1]).to.include('the code to ida@x.example.');
    type(box(element), 'Write {{name}} here');
    (await seek(element, 'button', 'Send and resolve')).click();
    (await seek(element, 'button', 'Send anyway')).click();
    await until(() => actors.row(0).status === 'resolved');
    expect(sent()[2]).to.equal('Write {{name}} here');
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
