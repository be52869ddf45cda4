// Risk: while a part of the chat cannot be fetched, every keystroke asks for it again and says so.
import { expect } from '@open-wc/testing';
import { createLazyView } from './lazy-view.ts';

describe('a part that cannot be fetched', () => {
  const { now } = Date;
  let time = 0;
  let online = true;
  beforeEach(() => {
    time = 1_000_000;
    online = true;
    Date.now = () => time;
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online });
  });
  afterEach(() => {
    Date.now = now;
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

  it('is asked for after a wait, and shows once it is there', async () => {
    const { part, draw } = fetched();
    const asked: number[] = [];
    for (let second = 0; second < 20; second += 1) {
      await draw(2);
      asked.push(part.asked);
      time += 1000;
    }
    expect(asked.filter((times, second) => times !== asked[second - 1])).to.deep.equal([1, 2, 3, 4]);
    expect(part.failures).to.equal(4);
    part.answers = true;
    time += 60_000;
    expect(await draw(2)).to.equal(part);
    expect([part.asked, part.adopted]).to.deep.equal([5, 1]);
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
