import { expect } from '@open-wc/testing';
import { find, findAll, mount, nameOf, said, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida Lindqvist', lines: ['v: Is the lake cabin free?'] };
const NAMELESS = { name: null, lines: ['v: hello?'], minutesAgo: 5 };

describe('the names that other tools rely on', () => {
  it('signs in by "Email", "Password", "Sign in"', async () => {
    const { element } = await inboxFixture([], { signedOut: true });
    expect(find(element, 'textbox', 'Password')).to.not.equal(null);
    expect(find(element, 'button', 'Sign in')).to.not.equal(null);
  });

  it('lists conversations by the visitor’s name', async () => {
    const { element } = await inboxFixture([IDA, NAMELESS]);
    const list = await seek(element, 'list', 'Conversations');
    const names = [...list.querySelectorAll('li')].map(nameOf);
    expect(names).to.deep.equal(['Ida Lindqvist', 'Visitor 0002']);
    expect(findAll(list, 'button').map(nameOf)).to.deep.equal(names);
    expect(find(element, 'searchbox', 'Search conversations')).to.not.equal(null);
  });

  it('answers, notes, resolves and reopens', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida Lindqvist');
    type(await seek(element, 'textbox', 'Reply'), 'It is, and dogs are welcome.');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => said(element).includes('It is, and dogs are welcome.'));

    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'Regular guest');
    (await seek(element, 'button', 'Add note')).click();
    await until(() => said(element).includes('Regular guest'));

    (await seek(element, 'button', 'Resolve')).click();
    await seek(element, 'button', 'Reopen');
    await until(() => actors.row(0).status === 'resolved');
    (await seek(element, 'button', 'Reopen')).click();
    await seek(element, 'button', 'Resolve');
    await until(() => actors.row(0).status === 'open');
  });

  it('registers once, whatever was imported before', async () => {
    const known = customElements.get('gc-inbox');
    await import('../define.ts');
    expect(customElements.get('gc-inbox')).to.equal(known);
    expect(mount(document.createElement('gc-inbox'))).to.be.instanceOf(known);
  });
});
