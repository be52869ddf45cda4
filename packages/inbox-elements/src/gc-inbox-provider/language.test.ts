import { expect } from '@open-wc/testing';
import { find, findAll, nameOf, seek, inboxFixture, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida Lindqvist', lines: ['v: Ist die Hütte frei?'] };

describe('the language of the inbox', () => {
  it('is German wherever a person looks, also in menus and hints', async () => {
    const { element, provider } = await inboxFixture([IDA]);
    provider.locale = 'de-AT';
    await seek(element, 'list', 'Unterhaltungen');
    expect(find(element, 'searchbox', 'Unterhaltungen durchsuchen')).to.not.equal(null);
    (await seek(element, 'button', 'Ida Lindqvist')).click();
    await seek(element, 'button', 'Erledigen');
    await seek(element, 'button', 'Status ändern');
    expect(find(element, 'button', 'Resolve')).to.equal(null);
    const english = /\b(Change|Assign|Nobody|Priority|Tags yet|messages|Reply|Note|Search|Sign)\b/;
    const named = findAll(element, 'button').map(nameOf);
    expect(named.filter((name) => english.test(name))).to.deep.equal([]);
  });

  it('goes back to the names that other tools rely on', async () => {
    const { element, provider } = await inboxFixture([IDA]);
    provider.locale = 'de';
    await seek(element, 'list', 'Unterhaltungen');
    provider.locale = 'en';
    await seek(element, 'list', 'Conversations');
    (await seek(element, 'button', 'Ida Lindqvist')).click();
    await seek(element, 'button', 'Resolve');
    await seek(element, 'button', 'Change status');
  });

  it('turns the page round for Arabic', async () => {
    const { element, provider } = await inboxFixture([IDA]);
    provider.locale = 'ar';
    await seek(element, 'list', 'المحادثات');
    await until(() => provider.dir === 'rtl');
  });
});
