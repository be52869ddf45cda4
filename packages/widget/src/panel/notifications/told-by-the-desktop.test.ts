// Answers told by the desktop: offered after the first one and never before, only while the page is out of sight, as text.
import { expect } from '@open-wc/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

interface Told {
  readonly title: string;
  readonly body: string | undefined;
  readonly notification: Notification;
}

const browserNotification = window.Notification;
let told: Told[] = [];
let asked = 0;
let answer: NotificationPermission = 'granted';

class TestNotification extends EventTarget {
  static permission: NotificationPermission = 'default';
  static requestPermission(): Promise<NotificationPermission> {
    asked += 1;
    return Promise.resolve((TestNotification.permission = answer));
  }
  onclick: (() => void) | null = null;
  constructor(title: string, { body }: NotificationOptions = {}) {
    super();
    told.push({ title, body, notification: this as unknown as Notification });
  }
  close(): void {
    this.onclick = null;
  }
}

async function answered(text: string): Promise<WidgetFixture> {
  const one = await mountWidget();
  await one.openNew();
  await one.send('Hello');
  await one.watchesForUnread();
  expect(one.find('Get told when we answer') === undefined).to.equal(true);
  expect(one.root.querySelector('.composer')!.textContent.trim(), 'nothing above the text').to.equal('');
  await one.answer(text);
  await one.reads(text);
  one.root.querySelector('.view')!.dispatchEvent(new PointerEvent('pointerleave'));
  return one;
}

describe('being told of answers by the desktop', () => {
  beforeEach(() => {
    told = [];
    asked = 0;
    answer = 'granted';
    TestNotification.permission = 'default';
    window.Notification = TestNotification as unknown as typeof Notification;
  });
  afterEach(() => (window.Notification = browserNotification));

  it('is offered after the first answer, asked by a press, and turned off in the menu', async () => {
    const one = await answered('One moment');
    const offer = await one.shown('Get told when we answer');
    expect(asked).to.equal(0);
    offer.click();
    await until(() => !one.find('Get told when we answer'), 'it is answered');
    expect(asked).to.equal(1);
    one.button('More options').click();
    (await one.shown('Stop notifications')).click();
    one.button('More options').click();
    await one.shown('Get told when we answer');
  });

  it('tells text as text while nobody looks, and a click opens the conversation', async () => {
    const one = await answered('One moment');
    (await one.shown('Get told when we answer')).click();
    await until(() => !one.find('Get told when we answer'));
    await one.answer('I see you read this');
    await one.reads('I see you read this');
    one.element.close();
    one.environment.setVisible(false);
    await one.answer('<img src=x onerror=alert(1)>\u202egnp.exe');
    await until(() => told.length > 0, 'it is told');
    expect(told.map(({ body }) => body)).to.deep.equal(['<img src=x onerror=alert(1)>gnp.exe']);
    told[0]!.notification.onclick!(new Event('click'));
    await until(() => one.element.state === 'open', 'it is open');
    await one.reads('<img src=x');
  });

  it('is not offered again to whom closed it, nor where the browser says no', async () => {
    const one = await answered('One moment');
    await one.shown('Get told when we answer');
    one.root.querySelector<HTMLElement>('.offer [aria-label="Close"]')!.click();
    await until(() => !one.find('Get told when we answer'));
    const two = await one.reload();
    two.element.open();
    await two.reads('One moment');
    await two.shown('Emoji');
    two.root.querySelector('.view')!.dispatchEvent(new PointerEvent('pointerleave'));
    expect(two.find('Get told when we answer') === undefined).to.equal(true);
    expect(asked).to.equal(0);
    TestNotification.permission = 'denied';
    two.button('More options').click();
    await two.shown('Mute sounds');
    expect(two.find('Get told when we answer') === undefined).to.equal(true);
  });
});
