import { expect } from '@open-wc/testing';
import { findAll, focused, nameOf, said, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const TWO = [
  { name: 'Ida', lines: ['v: One'] },
  { name: 'Tomás', lines: ['v: Two'], minutesAgo: 5 },
];

const focusName = () => nameOf((focused() ?? document.body) as HTMLElement);

describe('the focus', () => {
  it('stays on the button that resolved, which now reopens', async () => {
    const { element, choose } = await inboxFixture(TWO);
    await choose('Ida');
    const button = await seek(element, 'button', 'Resolve');
    button.focus();
    button.click();
    await until(() => nameOf(button) === 'Reopen');
    expect(focused()).to.equal(button);
  });

  it('stays in the textbox when a reply or a note is sent', async () => {
    const { element, choose } = await inboxFixture(TWO);
    await choose('Ida');
    type(await seek(element, 'textbox', 'Reply'), 'Hi');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => said(element).includes('Hi'));
    expect(focusName()).to.equal('Reply');
  });

  it('stays on its row when the list is reordered, and goes to the next when the row goes', async () => {
    const { element, actors, inbox } = await inboxFixture(TWO, { filters: { status: 'open' } });
    const row = await seek(element, 'button', 'Tomás');
    row.focus();
    actors.say(1, 'v: Me again');
    const list = await seek(element, 'list', 'Conversations');
    await until(() => row.closest('li')?.getAttribute('aria-posinset') === '1');
    expect(focusName()).to.equal('Tomás');
    await inbox.update([actors.ids[1] ?? ''], { status: 'resolved' });
    await until(() => findAll(list, 'button', 'Tomás').length === 0 && focusName() === 'Ida');
  });

  it('goes into the conversation and back to its row in one column', async () => {
    const { element, choose } = await inboxFixture(TWO, { width: 390 });
    await choose('Tomás');
    await until(() => focused()?.getAttribute('role') === 'region');
    (await seek(element, 'button', 'Back')).click();
    await until(() => focusName() === 'Tomás');
  });

  it('goes into the drawer and back to its button', async () => {
    const { element, choose } = await inboxFixture(TWO, { width: 800 });
    await choose('Ida');
    (await seek(element, 'button', 'Visitor details')).click();
    await until(() => focusName() === 'Close');
    (focused() as HTMLElement).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    );
    await until(() => focusName() === 'Visitor details');
  });

  it('goes to the title after signing in', async () => {
    const { element, actors, inbox } = await inboxFixture(TWO, { signedOut: true });
    (await seek(element, 'textbox', 'Password')).focus();
    actors.agent.setUser('019b0000-0000-7000-8000-0000000000a1');
    await inbox.start();
    await seek(element, 'list', 'Conversations');
    await until(() => focused()?.tagName === 'H1');
  });
});
