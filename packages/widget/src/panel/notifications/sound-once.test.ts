import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { createManualClock, createMemoryBrowser } from '@globalchat/core/testing';
import type { MemoryBrowser } from '@globalchat/core/testing';
import { pastConversation, mountWidget, until, warnings } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';
import { createSoundThrottle, SOUND_INTERVAL_MS } from './sound-throttle.ts';

const CONFIG = {
  features: {
    sounds: true,
    receipts: true,
    typing: true,
    attachments: true,
    csat: true,
    editMinutes: 5,
  },
};

/** Stands for the browser's audio: counts what is opened, sounded and closed. */
class FakeAudio {
  static opened: FakeAudio[] = [];
  static tones = 0;
  state = 'suspended';
  currentTime = 0;
  destination = {};
  constructor() {
    FakeAudio.opened.push(this);
  }
  async resume(): Promise<void> {
    this.state = 'running';
  }
  async suspend(): Promise<void> {
    this.state = 'suspended';
  }
  async close(): Promise<void> {
    this.state = 'closed';
  }
  createGain() {
    const gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
    return { gain, connect: () => undefined };
  }
  createOscillator() {
    FakeAudio.tones += 1;
    const gain = { connect: () => undefined };
    return { frequency: {}, connect: () => gain, start() {}, stop() {}, onended: null };
  }
}

const { AudioContext: RealAudio } = window;
const sounds = (): number => FakeAudio.tones / 2;

/** Somebody with a conversation, whose chat is closed. */
async function closed(changes: object = {}): Promise<WidgetFixture> {
  const first = await mountWidget({ config: { features: { ...CONFIG.features, ...changes } } });
  await pastConversation(first, ['A question', 'An answer']);
  const one = await first.reload();
  await one.watchesForUnread();
  await until(() => one.element.unreadCount === 1, 'it is there');
  return one;
}

async function hears(one: WidgetFixture, text: string): Promise<void> {
  const before = one.element.unreadCount;
  await one.answer(text);
  await until(() => one.element.unreadCount > before, 'it arrived');
}

/** Until a sound would have come: another tab's wait, begun after ours, is over. */
async function afterListening(): Promise<void> {
  let played = false;
  const stop = new AbortController();
  createSoundThrottle({
    name: 'test',
    environment: {
      clock: {
        now: () => Date.now(),
        setTimeout: (callback, delay) => setTimeout(callback, delay),
        clearTimeout: (handle) => clearTimeout(handle as number),
      },
      tabs: createMemoryBrowser().tabs,
    },
    isWanted: () => true,
    play: () => (played = true),
    signal: stop.signal,
  }).request();
  await until(() => played);
  stop.abort();
}

describe('a sound', () => {
  before(() => {
    window.AudioContext = FakeAudio as unknown as typeof AudioContext;
  });
  after(() => {
    window.AudioContext = RealAudio;
  });
  beforeEach(() => {
    FakeAudio.opened = [];
    FakeAudio.tones = 0;
  });

  it('does not come before the first gesture, nor any audio or line on the console', async () => {
    expect(navigator.userActivation.hasBeenActive).to.equal(false);
    const lines = await warnings(async () => {
      const one = await closed();
      await hears(one, 'Are you there?');
      await afterListening();
    });
    expect(FakeAudio.opened).to.deep.equal([]);
    expect(lines).to.deep.equal([]);
  });

  it('comes once for what nobody looks at, never for what was there, and its audio is closed in the end', async () => {
    await sendKeys({ press: 'Shift' });
    await sendKeys({ press: 'a' });
    expect(navigator.userActivation.hasBeenActive).to.equal(true);
    const one = await closed();
    await afterListening();
    expect(FakeAudio.opened.length).to.equal(0);
    await hears(one, 'Are you there?');
    await until(() => sounds() === 1, 'it sounds');
    await hears(one, 'Hello?');
    await afterListening();
    expect(sounds()).to.equal(1);
    expect(FakeAudio.opened.length).to.equal(1);
    one.element.destroy();
    await until(() => FakeAudio.opened[0]?.state === 'closed', 'it is closed');
  });

  it('does not come for what the visitor looks at, or wrote', async () => {
    const one = await closed();
    one.element.open();
    await one.reads('An answer');
    await until(() => one.element.unreadCount === 0);
    await one.send('I wrote this');
    await one.answer('I see');
    await one.reads('I see');
    await afterListening();
    expect(sounds()).to.equal(0);
  });

  it('does not come where sounds are off or muted', async () => {
    const off = await closed({ sounds: false });
    await hears(off, 'One');
    const muted = await closed();
    muted.browser.storage.setItem(
      `globalchat:${muted.backend.widgetId}:preferences`,
      JSON.stringify({ muted: true }),
    );
    await hears(muted, 'Two');
    await afterListening();
    expect(sounds()).to.equal(0);
  });
});

describe('the sound of several tabs', () => {
  function tab(
    browser: MemoryBrowser,
    clock: ReturnType<typeof createManualClock>,
    played: string[],
    name: string,
  ) {
    const life = new AbortController();
    const throttle = createSoundThrottle({
      name: 'sound',
      environment: { clock, tabs: browser.tabs },
      isWanted: () => true,
      play: () => played.push(name),
      signal: life.signal,
    });
    return { ...throttle, end: () => life.abort() };
  }

  it('plays in one of them, and again only after a pause', async () => {
    const browser = createMemoryBrowser();
    const clock = createManualClock();
    const played: string[] = [];
    const first = tab(browser, clock, played, 'first');
    const second = tab(browser, clock, played, 'second');
    first.request();
    second.request();
    await clock.advance(SOUND_INTERVAL_MS - 100);
    expect(played).to.deep.equal(['first']);
    first.request();
    second.request();
    await clock.advance(2 * SOUND_INTERVAL_MS);
    expect(played).to.deep.equal(['first']);
    second.request();
    await clock.advance(SOUND_INTERVAL_MS);
    expect(played).to.deep.equal(['first', 'second']);
  });

  it('is silent when the message is looked at in one of them', async () => {
    const browser = createMemoryBrowser();
    const clock = createManualClock();
    const played: string[] = [];
    const hidden = tab(browser, clock, played, 'hidden');
    const looking = tab(browser, clock, played, 'looking');
    hidden.request();
    looking.markSeen();
    await clock.advance(SOUND_INTERVAL_MS);
    expect(played).to.deep.equal([]);
    await clock.advance(SOUND_INTERVAL_MS);
    hidden.request();
    await clock.advance(SOUND_INTERVAL_MS);
    expect(played).to.deep.equal(['hidden']);
  });

  it('of a tab that is gone is free for the others', async () => {
    const browser = createMemoryBrowser();
    const clock = createManualClock();
    const played: string[] = [];
    const first = tab(browser, clock, played, 'first');
    const second = tab(browser, clock, played, 'second');
    first.request();
    await clock.advance(10);
    first.end();
    second.request();
    await clock.advance(SOUND_INTERVAL_MS);
    expect(played).to.deep.equal(['second']);
  });

  it('plays in each tab where the browser has no locks', async () => {
    const browser = createMemoryBrowser();
    const clock = createManualClock();
    const played: string[] = [];
    const alone = { ...browser, tabs: { ...browser.tabs, canLead: false } };
    const one = tab(alone, clock, played, 'one');
    one.request();
    one.request();
    await clock.advance(SOUND_INTERVAL_MS);
    expect(played).to.deep.equal(['one']);
  });
});
