import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { commandOf } from './shortcuts.ts';
import { find, findAll, focused, nameOf, said, seek, inboxFixture, until } from '../../test/fixture.ts';

const THREE = [
  { name: 'Ida', lines: ['v: One'] },
  { name: 'Tomás', lines: ['v: Two'], minutesAgo: 5 },
  { name: 'Chiara', lines: ['v: Three'], minutesAgo: 9 },
];

const press = (key: string) => sendKeys({ press: key });
const focusName = () => nameOf((focused() ?? document.body) as HTMLElement);

describe('work without a mouse', () => {
  it('goes from the list to a reply, a note and the end of a conversation', async () => {
    const { element, actors } = await inboxFixture(THREE);
    await press('j');
    await until(() => focusName() === 'Ida');
    await press('j');
    await until(() => focusName() === 'Tomás');
    await press('k');
    await until(() => focusName() === 'Ida');
    await press('Enter');
    await seek(element, 'region', 'Conversation with Ida');

    await press('r');
    await until(() => focusName() === 'Reply');
    await sendKeys({ type: 'Jo, e and r are letters here' });
    await sendKeys({ down: 'Control' });
    await press('Enter');
    await sendKeys({ up: 'Control' });
    await until(() => said(element).includes('Jo, e and r are letters here'));
    expect(focusName()).to.equal('Reply');

    await press('Escape');
    await press('n');
    await until(() => focusName() === 'Note');
    await press('Escape');
    await press('e');
    await until(() => actors.row(0).status === 'resolved');
    await seek(element, 'button', 'Reopen');
    await press('e');
    await until(() => actors.row(0).status === 'open');
  });

  it('assigns, tags and snoozes from menus that give the focus back', async () => {
    const { element, choose, actors } = await inboxFixture(THREE);
    await choose('Ida');
    await press('a');
    await seek(element, 'menu', 'Assignee: Nobody');
    await sendKeys({ type: 'j' });
    await until(() => focusName().startsWith('Jonas Berg'));
    await press('Enter');
    await until(() => actors.row(0).assignedTo === '019b0000-0000-7000-8000-0000000000a2');
    await until(() => focusName() === 'Assignee: Jonas Berg');

    await press('l');
    await until(() => focusName() === 'Add tag');
    await sendKeys({ type: 'Refund' });
    await press('Enter');
    await until(() => actors.row(0).tags.includes('Refund'));
    expect(focusName()).to.equal('Add tag');
    await press('Escape');
    await until(() => focusName() === 'Tags: Refund');

    await press('s');
    await seek(element, 'menu', 'Snooze');
    await press('ArrowUp');
    await press('Enter');
    await until(() => (actors.row(0).snoozedUntil ?? 0) > Date.now());
    await until(() => focusName().startsWith('Snoozed until'));
  });
});

describe('keys of the inbox itself', () => {
  it('are letters until Escape leaves the field, whichever it is, and commands from then on', async () => {
    const { element, choose } = await inboxFixture(THREE);
    await choose('Ida');
    for (const [key, field] of [
      ['r', 'Reply'],
      ['n', 'Note'],
      ['/', 'Search conversations'],
    ] as const) {
      await press(key);
      await until(() => focusName() === field, field);
      await sendKeys({ type: 'rnsj' });
      const box = focused() as HTMLTextAreaElement;
      expect(box.value).to.equal('rnsj');
      await press('Escape');
      expect(focused(), field).to.equal(document.body);
      await press('j');
      await until(() => THREE.some(({ name }) => name === focusName()), `j after ${field}`);
      expect(box.value).to.equal(field === 'Search conversations' ? '' : 'rnsj');
    }
    await press('r');
    await until(() => focusName() === 'Reply');
    await sendKeys({ type: ' /' });
    await seek(element, 'listbox');
    await press('Escape');
    await until(() => find(element, 'listbox') === null);
    expect(focusName(), 'a list that is open closes first').to.equal('Reply');
  });

  it('work with Caps Lock and by their place where the layout has no such letter', () => {
    const command = (key: string, code: string, more: KeyboardEventInit = {}) =>
      commandOf(new KeyboardEvent('keydown', { key, code, ...more }));
    expect(command('J', 'KeyJ'), 'Caps Lock').to.equal('next');
    expect(command('J', 'KeyJ', { shiftKey: true })).to.equal(null);
    expect(command('j', 'KeyJ', { shiftKey: true }), 'Caps Lock and Shift').to.equal(null);
    for (const [letter, layout] of [
      ['о', 'Russian'],
      ['ξ', 'Greek'],
      ['ت', 'Arabic'],
      ['ח', 'Hebrew'],
      ['ま', 'Japanese'],
      ['Process', 'an input method'],
    ] as const)
      expect(command(letter, 'KeyJ'), layout).to.equal('next');
    expect(command('О', 'KeyJ'), 'Caps Lock on it').to.equal('next');
    expect(command('ظ', 'Slash')).to.equal('search');
    expect(command('؟', 'Slash', { shiftKey: true })).to.equal('help');
    expect(command('n', 'KeyL'), 'Dvorak says n where Latin keyboards have l').to.equal('note');
    expect(command('ø', 'KeyJ'), 'a Latin letter is that letter').to.equal(null);
    expect(command('о', 'KeyJ', { isComposing: true })).to.equal(null);
    expect(command('F5', 'F5')).to.equal(null);
  });

  it('searches by "/", leaves by Escape, and lists the keys by "?"', async () => {
    const { element } = await inboxFixture(THREE);
    await press('/');
    await until(() => focusName() === 'Search conversations');
    await sendKeys({ type: 'tom' });
    await until(() => find(element, 'button', 'Ida') === null);
    await seek(element, 'button', 'Tomás');
    await press('Escape');
    await seek(element, 'button', 'Ida');
    await press('?');
    const dialog = await until(() => element.shadowRoot?.querySelector<HTMLDialogElement>('dialog[open]'));
    expect(dialog.textContent).to.include('Search conversations');
    await press('j');
    expect(dialog.contains(focused())).to.equal(true);
    await press('Escape');
    await until(() => !dialog.open);
  });

  it('leaves the keys to the page when told so, with Ctrl, and outside', async () => {
    const { element, provider } = await inboxFixture(THREE);
    const outside = document.createElement('button');
    provider.after(outside);
    outside.focus();
    await press('j');
    expect(focused()).to.equal(outside);
    outside.remove();
    element.noShortcuts = true;
    await press('j');
    expect(focused()).to.equal(document.body);
    element.noShortcuts = false;
    const event = new KeyboardEvent('keydown', { key: 'j', ctrlKey: true, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).to.equal(false);
  });

  it('moves through the tabs by arrow keys', async () => {
    const { element, inbox } = await inboxFixture(THREE);
    findAll(element, 'tab')[0]?.focus();
    await press('ArrowRight');
    await until(() => inbox.get().filters.status === 'open');
    expect(focusName()).to.match(/^Open/);
    await press('End');
    await until(() => inbox.get().filters.status === 'resolved');
    await until(() =>
      element.shadowRoot?.querySelector('gc-session-list')?.shadowRoot?.textContent?.includes('Nothing here'),
    );
  });
});
