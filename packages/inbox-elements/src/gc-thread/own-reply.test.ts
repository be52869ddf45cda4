import { expect } from '@open-wc/testing';
import { backgroundPage } from '../../test/environment.ts';
import { seek, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida', lines: ['v: One', 'v: Two'] };

const transcript = (element: Element) =>
  element.shadowRoot?.querySelector('gc-thread')?.shadowRoot?.querySelector('.transcript');
const newLine = (element: Element) => transcript(element)?.querySelector('.new-line') ?? null;
const last = (element: Element) => transcript(element)?.querySelector('li:last-child');

describe("an agent's own reply", () => {
  it('shows at once with name and face, before the database has it', async () => {
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    const release = actors.agent.faults.hold('sendMessage');
    type(await seek(element, 'textbox', 'Reply'), 'Three');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => last(element)?.querySelector('[data-status="pending"]'));
    expect(last(element)?.querySelector('.meta bdi')?.textContent).to.equal('Mara Aune');
    expect(last(element)?.querySelector('.avatar')?.textContent?.trim()).to.equal('MA');
    release();
    await until(() => last(element)?.querySelector('[data-status="sent"], [data-status="delivered"]'));
    expect(last(element)?.querySelector('.meta bdi')?.textContent).to.equal('Mara Aune');
  });

  it('takes the line "New" away, and what comes while nobody looks gets another one', async () => {
    const page = backgroundPage();
    page.look(true);
    const { element, choose, actors } = await inboxFixture([IDA]);
    await choose('Ida');
    await until(() => newLine(element));
    type(await seek(element, 'textbox', 'Reply'), 'Three');
    (await seek(element, 'button', 'Send reply')).click();
    await until(() => newLine(element) === null, 'the line is gone');
    actors.say(0, 'v: Four');
    await until(() => transcript(element)?.textContent?.includes('Four'));
    expect(newLine(element)).to.equal(null);
    await until(() => actors.row(0).agentUnread === 0, 'it was read');
    page.look(false);
    actors.say(0, 'v: Five');
    await until(() => newLine(element)?.nextElementSibling?.textContent?.includes('Five'));
  });
});
