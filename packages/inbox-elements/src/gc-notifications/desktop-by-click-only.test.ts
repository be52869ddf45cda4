import { expect } from '@open-wc/testing';
import { MARA } from '../../test/actors.ts';
import { backgroundPage, notifierStarted } from '../../test/environment.ts';
import { find, findAll, nameOf, seek, inboxFixture, still, until } from '../../test/fixture.ts';
import type { InboxFixture } from '../../test/fixture.ts';

const HOSTILE = '<img src=x onerror=alert(1)>\u202E evil';
const PEOPLE = [
  { name: 'Ida', lines: ['v: Hi'] },
  { name: HOSTILE, lines: ['v: Hello?'], minutesAgo: 5 },
];

const item = (element: Element, name: string): Promise<HTMLElement> =>
  until(
    () => findAll(element, 'menuitemcheckbox').find((found) => nameOf(found).startsWith(name)),
    `switch ${name}`,
  );

async function open({ element }: InboxFixture): Promise<void> {
  if (find(element, 'menu', 'Notifications') === null)
    (await seek(element, 'button', 'Notifications')).click();
  await seek(element, 'menu', 'Notifications');
}

describe('desktop notifications', () => {
  it('are asked for by a click only, and shown once they are allowed', async () => {
    const page = backgroundPage();
    const fixture = await inboxFixture(PEOPLE);
    const { element, actors } = fixture;
    await notifierStarted();
    await open(fixture);
    expect(page.asked).to.equal(0);
    (await item(element, 'Desktop')).click();
    await until(() => find(element, 'menuitemcheckbox', 'Desktop notifications')?.ariaChecked === 'true');
    expect(page.asked).to.equal(1);

    actors.say(0, 'v: Is **anybody** there?');
    await until(() => page.notifications.length === 1);
    actors.say(0, 'v: Hello?');
    await until(() => page.notifications.length === 2);
    const tags = page.notifications.map(({ options }) => options.tag);
    expect(tags, 'the later takes the place of the earlier').to.deep.equal([actors.ids[0], actors.ids[0]]);
    expect(page.notifications[1]?.title).to.equal('Ida');
    expect(page.notifications[1]?.options.body).to.equal('Hello?');
  });

  it('lead to the conversation, as text that strangers chose', async () => {
    const page = backgroundPage();
    page.permission = 'granted';
    const fixture = await inboxFixture(PEOPLE);
    const { element, actors, provider } = fixture;
    await notifierStarted();
    await open(fixture);
    (await item(element, 'Desktop')).click();
    expect(page.asked, 'the browser has answered before').to.equal(0);
    actors.say(1, 'v: <b>Hi</b>');
    const shown = await until(() => page.notifications[0]);
    expect(shown.title).to.equal('<img src=x onerror=alert(1)> evil');
    shown.onclick?.();
    expect(provider.sessionId).to.equal(actors.ids[1]);
    expect(shown.closed).to.equal(true);
  });

  it('go when somebody looks at the page', async () => {
    const page = backgroundPage();
    page.permission = 'granted';
    const fixture = await inboxFixture(PEOPLE);
    await notifierStarted();
    await open(fixture);
    (await item(fixture.element, 'Desktop')).click();
    fixture.actors.say(0, 'v: Hi');
    const shown = await until(() => page.notifications[0]);
    page.look(true);
    expect(shown.closed).to.equal(true);
  });

  it('say that they were denied, and stay off', async () => {
    const page = backgroundPage();
    page.answer = 'denied';
    const fixture = await inboxFixture(PEOPLE);
    const { element, actors } = fixture;
    await notifierStarted();
    await open(fixture);
    (await item(element, 'Desktop')).click();
    await until(() =>
      findAll(element, 'status').some(
        ({ textContent }) => textContent === 'Blocked in the browser’s settings',
      ),
    );
    expect((await item(element, 'Desktop')).ariaChecked).to.equal('false');
    actors.say(0, 'v: Hi');
    await until(() => document.title.startsWith('(1)'));
    expect(page.notifications.length).to.equal(0);
  });
});

describe('the switches', () => {
  it('are remembered at this browser, and no damaged memory hurts', async () => {
    const page = backgroundPage();
    const first = await inboxFixture(PEOPLE);
    await open(first);
    const sound = await item(first.element, 'Sound');
    expect(sound.ariaChecked).to.equal('true');
    sound.click();
    await until(() => sound.ariaChecked === 'false');
    first.provider.remove();

    const second = await inboxFixture(PEOPLE);
    await notifierStarted();
    await open(second);
    expect((await item(second.element, 'Sound')).ariaChecked).to.equal('false');
    second.actors.say(0, 'v: Hi');
    await until(() => document.title.startsWith('(1)'));
    expect(page.sounds).to.equal(0);
    second.provider.remove();

    localStorage.setItem(
      `globalchat:inbox:${second.inbox.project}:${second.actors.backend.tenantId}:${MARA.userId}:notifications`,
      '{"sound":',
    );
    const third = await inboxFixture(PEOPLE);
    await open(third);
    expect((await item(third.element, 'Sound')).ariaChecked).to.equal('true');
  });

  it('are a menu that stays open, by keyboard too, and gives the focus back', async () => {
    backgroundPage();
    const fixture = await inboxFixture(PEOPLE);
    const { element } = fixture;
    const button = await seek(element, 'button', 'Notifications');
    await open(fixture);
    const sound = await item(element, 'Sound');
    sound.click();
    await until(() => sound.ariaChecked === 'false');
    expect(find(element, 'menu', 'Notifications')).to.not.equal(null);
    sound.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    await until(() => find(element, 'menu', 'Notifications') === null);
    expect((button.getRootNode() as ShadowRoot).activeElement).to.equal(button);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`are accessible in ${theme}, also when the browser blocks`, async () => {
      const page = backgroundPage();
      page.permission = 'denied';
      const fixture = await inboxFixture(PEOPLE, { theme });
      await open(fixture);
      await item(fixture.element, 'Desktop');
      await still(fixture.element);
      await expect(fixture.provider).to.be.accessible();
    });
  }
});
