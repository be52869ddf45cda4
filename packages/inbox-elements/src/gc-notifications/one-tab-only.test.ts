import { expect } from '@open-wc/testing';
import { until } from '../../test/fixture.ts';
import { browserEnvironment, createFrontTab } from '@globalchat/core';
import type { FrontTab } from '@globalchat/core';

/** A browser whose tabs share a lead. */
const browser = (): (() => FrontTab<never>) => {
  const name = `test:${crypto.randomUUID()}`;
  return () => createFrontTab({ name, environment: browserEnvironment() });
};

describe('of several tabs', () => {
  it('one makes itself noticed, and another when that is closed', async () => {
    const open = browser();
    const first = open();
    await until(() => first.leads());
    const second = open();
    expect([first.leads(), second.leads()]).to.deep.equal([true, false]);
    first.leave();
    await until(() => second.leads());
    expect(first.leads()).to.equal(false);
    second.leave();
  });

  it('it is the one that was looked at last, which hands back to the one before', async () => {
    const open = browser();
    const [first, second] = [open(), open()];
    await until(() => first.leads());
    second.take();
    await until(() => second.leads() && !first.leads());
    first.take();
    await until(() => first.leads() && !second.leads());
    first.leave();
    await until(() => second.leads());
    expect(first.leads()).to.equal(false);
    second.leave();
  });

  it('one that has left does not come back by being looked at', async () => {
    const open = browser();
    const first = open();
    await until(() => first.leads());
    const second = open();
    second.leave();
    second.take();
    first.leave();
    const after = open();
    await until(() => after.leads());
    expect(second.leads()).to.equal(false);
    after.leave();
  });
});
