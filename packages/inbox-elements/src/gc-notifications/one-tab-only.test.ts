import { expect } from '@open-wc/testing';
import { until } from '../../test/fixture.ts';
import { TabLeader } from './tab-leader.ts';

const tabs = (count: number): TabLeader[] => {
  const lock = `test:${crypto.randomUUID()}`;
  return Array.from({ length: count }, () => new TabLeader(lock));
};

describe('of several tabs', () => {
  it('one makes itself noticed, and another when that is closed', async () => {
    const [first, second] = tabs(2) as [TabLeader, TabLeader];
    first.join();
    await until(() => first.leads);
    second.join();
    expect([first.leads, second.leads]).to.deep.equal([true, false]);
    first.leave();
    await until(() => second.leads);
    expect(first.leads).to.equal(false);
    second.leave();
  });

  it('it is the one that was looked at last, which hands back to the one before', async () => {
    const [first, second] = tabs(2) as [TabLeader, TabLeader];
    for (const tab of [first, second]) tab.join();
    await until(() => first.leads);
    second.take();
    await until(() => second.leads && !first.leads);
    first.take();
    await until(() => first.leads && !second.leads);
    first.leave();
    await until(() => second.leads);
    expect(first.leads).to.equal(false);
    second.leave();
  });

  it('one that has left does not come back by being looked at', async () => {
    const [first, second] = tabs(2) as [TabLeader, TabLeader];
    first.join();
    await until(() => first.leads);
    second.join();
    second.leave();
    second.take();
    first.leave();
    const [after] = tabs(1) as [TabLeader];
    after.join();
    await until(() => after.leads);
    expect(second.leads).to.equal(false);
    after.leave();
  });
});
