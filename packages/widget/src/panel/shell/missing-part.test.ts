// Risk: while a part of the chat cannot be fetched, every keystroke asks for it again and says so.
import { expect } from '@open-wc/testing';
import { createLazyView } from './lazy-view.ts';

describe('a part that cannot be fetched', () => {
  const { setTimeout: later } = globalThis;
  let online = true;
  /** Ends the wait after a failure. */
  let waitEnds: (() => void) | undefined;
  beforeEach(() => {
    online = true;
    waitEnds = undefined;
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online });
    globalThis.setTimeout = ((callback: () => void, delay?: number) =>
      delay ? (waitEnds = callback) : later(callback)) as typeof setTimeout;
  });
  afterEach(() => {
    globalThis.setTimeout = later;
    Reflect.deleteProperty(navigator, 'onLine');
  });

  const fetched = () => {
    const part = { styles: [], answers: false, asked: 0, failures: 0, adopted: 0 };
    const { get } = createLazyView(
      () => {
        part.asked += 1;
        return part.answers ? Promise.resolve(part) : Promise.reject(new TypeError('no network'));
      },
      Object.assign(() => void (part.adopted += 1), { onFailure: () => void (part.failures += 1) }),
    );
    const draw = async (times: number): Promise<unknown> => {
      for (let drawn = 0; drawn < times; drawn += 1) {
        get();
        await new Promise((resolve) => setTimeout(resolve));
      }
      return get();
    };
    return { part, draw };
  };

  it('is asked for once until a wait is over, then shown again without anybody acting', async () => {
    const { part, draw } = fetched();
    for (const attempt of [1, 2, 3]) {
      await draw(4);
      expect([part.asked, part.failures]).to.deep.equal([attempt, attempt]);
      waitEnds!();
      expect(part.adopted).to.equal(attempt);
    }
    part.answers = true;
    expect(await draw(2)).to.equal(part);
    expect([part.asked, part.adopted]).to.deep.equal([4, 4]);
  });

  it('is asked for again where the network was back too early', async () => {
    const { part, draw } = fetched();
    online = false;
    await draw(2);
    online = true;
    await draw(2);
    expect(part.asked).to.equal(2);
    waitEnds!();
    part.answers = true;
    expect(await draw(1)).to.equal(part);
  });

  it('is asked for at once when the network is back', async () => {
    const { part, draw } = fetched();
    online = false;
    await draw(5);
    expect(part.asked).to.equal(1);
    online = true;
    part.answers = true;
    expect(await draw(1)).to.equal(part);
  });
});
