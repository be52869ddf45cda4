import { expect } from '@open-wc/testing';
import { find, findAll, nameOf, said, seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida', lines: ['v: One', 'm: Two', 'j: Three'] };

async function opened() {
  const fixture = await inboxFixture([IDA]);
  const { element, choose, actors } = fixture;
  await choose('Ida');
  await until(() => said(element).length === 3);
  const stored = () => actors.backend.database.messages(actors.ids[0] ?? '');
  (await seek(element, 'button', 'Message options')).click();
  return { ...fixture, stored };
}

describe('an own message', () => {
  it('has options, those of others have none', async () => {
    const { element } = await opened();
    const named = findAll(element, 'button').filter((button) => nameOf(button) === 'Message options');
    expect(named).to.have.length(1);
  });

  it('is changed in its place; a failure says so and keeps the words', async () => {
    const { element, stored, actors } = await opened();
    (await seek(element, 'button', 'Edit')).click();
    const box = (await seek(element, 'textbox', 'Edit')) as HTMLTextAreaElement;
    expect(box.value).to.equal('Two');
    box.value = 'Two, corrected';
    actors.agent.faults.failNext('editMessage', 'network');
    (await seek(element, 'button', 'Save')).click();
    await seek(element, 'alert');
    expect([box.value, stored()[1]?.content]).to.deep.equal(['Two, corrected', 'Two']);
    (await seek(element, 'button', 'Save')).click();
    await until(() => said(element).includes('Two, corrected'));
    expect(stored()[1]?.content).to.equal('Two, corrected');
  });

  it('that was changed elsewhere meanwhile shows both versions, and is saved over the one that was shown', async () => {
    const { element, stored, actors } = await opened();
    (await seek(element, 'button', 'Edit')).click();
    const box = (await seek(element, 'textbox', 'Edit')) as HTMLTextAreaElement;
    box.value = 'Two, mine';
    await actors.agent.editMessage(stored()[1]?.id ?? '', 'Two, elsewhere');
    const shown = () => findAll(element, 'status').map(({ textContent }) => textContent?.trim());
    await until(() => shown().includes('This message was changed elsewhere. It now says:'));
    expect([box.value, stored()[1]?.content]).to.deep.equal(['Two, mine', 'Two, elsewhere']);
    const revs: unknown[] = [];
    element.addEventListener('gc-edit-message', ({ baseRev }) => void revs.push(baseRev), true);
    const rev = stored()[1]?.rev;
    (await seek(element, 'button', 'Save')).click();
    await until(() => stored()[1]?.content === 'Two, mine');
    expect(revs).to.deep.equal([rev]);
  });

  it('that is deleted elsewhere meanwhile leaves what was written in the reply', async () => {
    const { element, stored, actors } = await opened();
    type(await seek(element, 'textbox', 'Reply'), 'Begun');
    (await seek(element, 'button', 'Edit')).click();
    const box = (await seek(element, 'textbox', 'Edit')) as HTMLTextAreaElement;
    box.value = 'Two, and much more';
    await actors.agent.deleteMessage(stored()[1]?.id ?? '');
    const shown = () => findAll(element, 'status').map(({ textContent }) => textContent?.trim());
    await until(() =>
      shown().includes('This message was deleted elsewhere. Your words are in the reply box.'),
    );
    const reply = (await seek(element, 'textbox', 'Reply')) as HTMLTextAreaElement;
    await until(() => reply.value === 'Begun\nTwo, and much more');
    expect(find(element, 'textbox', 'Edit')).to.equal(null);
  });

  it('that is deleted elsewhere meanwhile stays in its form where no reply takes the words', async () => {
    const { element, stored, actors } = await opened();
    element.shadowRoot?.querySelector('gc-reply')?.remove();
    (await seek(element, 'button', 'Edit')).click();
    type(await seek(element, 'textbox', 'Edit'), 'More than ');
    await actors.agent.deleteMessage(stored()[1]?.id ?? '');
    await until(() => said(element).includes('Message deleted'));
    await until(() => find(element, 'button', 'Save') === null, 'it cannot be saved');
    expect(await seek(element, 'textbox', 'Edit')).to.have.property('value', 'More than Two');
    expect(
      findAll(element, 'status')
        .map(({ textContent }) => textContent)
        .join(),
    ).to.not.contain('reply box');
    (await seek(element, 'button', 'Cancel')).click();
    await until(() => find(element, 'textbox', 'Edit') === null);
  });

  it('is taken back after a question', async () => {
    const { element, stored } = await opened();
    (await seek(element, 'button', 'Delete')).click();
    await seek(element, 'group', 'Delete this message?');
    expect(stored()[1]?.deletedAt).to.equal(null);
    (await seek(element, 'button', 'Delete')).click();
    await until(() => said(element).includes('Message deleted'));
    expect(stored()[1]?.content).to.equal('');
  });
});
