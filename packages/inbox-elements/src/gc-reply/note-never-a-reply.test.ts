import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { find, said, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida', lines: ['v: Hello'] };

const colour = (element: Element | null | undefined) =>
  element ? getComputedStyle(element).backgroundColor : '';

describe('a note', () => {
  it('is written in a box that looks and is named otherwise than a reply', async () => {
    const { element, choose } = await inboxFixture([IDA]);
    await choose('Ida');
    const box = (await seek(element, 'textbox', 'Reply')).closest('.composer');
    const white = colour(box);
    (await seek(element, 'tab', 'Note')).click();
    await seek(element, 'textbox', 'Note');
    expect(find(element, 'textbox', 'Reply')).to.equal(null);
    expect(find(element, 'button', 'Send reply')).to.equal(null);
    expect(find(element, 'button', 'Send and resolve')).to.equal(null);
    expect(find(element, 'button', 'Add note')).to.not.equal(null);
    expect(colour(box)).to.not.equal(white);
    expect(box?.textContent).to.include('Only your team sees this');
  });

  it('never reaches the visitor, whichever key ends it', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    const box = await seek(element, 'textbox', 'Note');
    type(box, 'He is difficult');
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Control' });
    await until(() => said(element).includes('He is difficult'));
    expect(actors.backend.database.messages(actors.ids[0] ?? '').map(({ content }) => content)).to.deep.equal(
      ['Hello'],
    );
  });

  it('of one conversation is no mode of the next, and its draft waits there', async () => {
    const { element, choose } = await inboxFixture([IDA, { name: 'Tom', lines: ['v: Hi'], minutesAgo: 3 }]);
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'He is difficult');
    await choose('Tom');
    await seek(element, 'textbox', 'Reply');
    expect(find(element, 'textbox', 'Note')).to.equal(null);
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    expect(await seek(element, 'textbox', 'Note')).to.have.property('value', 'He is difficult');
  });

  it('is not taken without anything to see in it, nor is a reply', async () => {
    const { element, choose, provider } = await inboxFixture([IDA]);
    await choose('Ida');
    let asked = 0;
    for (const event of ['gc-send-reply', 'gc-add-note'])
      provider.addEventListener(event, () => void asked++);
    for (const [tab, button] of [
      ['Reply', 'Send reply'],
      ['Note', 'Add note'],
    ] as const) {
      (await seek(element, 'tab', tab)).click();
      type(await seek(element, 'textbox', tab), '\u3164\u200b');
      await until(() => find(element, 'button', button)?.getAttribute('aria-disabled') === 'true');
      find(element, 'button', button)?.click();
    }
    expect(asked).to.equal(0);
  });
});

describe('a note among replies', () => {
  it('does not tell the visitor that somebody types', async () => {
    const { element, choose, provider } = await inboxFixture([IDA]);
    await choose('Ida');
    let told = 0;
    provider.addEventListener('gc-agent-typing', () => void told++);
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'secret');
    expect(told).to.equal(0);
    (await seek(element, 'tab', 'Reply')).click();
    type(await seek(element, 'textbox', 'Reply'), 'open');
    expect(told).to.equal(1);
  });

  it('stands in the timeline with a lock and a title, in another colour than a bubble', async () => {
    const { element, choose } = await inboxFixture([{ name: 'Ida', lines: ['v: Hello', 'm: Hi'] }]);
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'Regular guest');
    (await seek(element, 'button', 'Add note')).click();
    const region = await seek(element, 'region', 'Conversation with Ida');
    const note = await until(() => region.querySelector('[part="note"]'));
    expect(note.textContent).to.include('Private note');
    expect(note.querySelector('svg')).to.not.equal(null);
    expect(colour(note)).to.not.equal(colour(region.querySelector('[part~="message-agent"] .bubble')));
  });

  it('mentions colleagues by id', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'Ask @jo');
    await seek(element, 'option', 'Jonas Berg');
    await sendKeys({ press: 'Enter' });
    expect((find(element, 'textbox', 'Note') as HTMLTextAreaElement).value).to.equal('Ask @Jonas Berg ');
    (await seek(element, 'button', 'Add note')).click();
    await until(() => actors.backend.team.notesOf(actors.ids[0] ?? '').length === 1);
    const [note] = actors.backend.team.notesOf(actors.ids[0] ?? '');
    expect(note?.mentions).to.deep.equal(['019b0000-0000-7000-8000-0000000000a2']);
  });
});
