import { expect } from '@open-wc/testing';
import { matchesAddress } from './address-pattern.ts';

const matches = (pattern: string, address: string): boolean => matchesAddress(pattern, new URL(address));

describe('a pattern of addresses', () => {
  for (const [pattern, taken, refused] of [
    ['/', ['https://a.test', 'https://a.test/?q=1', 'https://a.test/#x'], ['https://a.test/x']],
    ['/prices', ['https://a.test/prices', 'https://a.test/prices/?from=ad'], ['https://a.test/prices/old']],
    ['/seasons/*', ['https://a.test/seasons/winter', 'https://a.test/seasons'], ['https://a.test/season']],
    ['*/checkout*', ['https://b.test/shop/checkout/2'], ['https://b.test/shop']],
    ['https://a.test/*', ['https://a.test/', 'https://a.test/x'], ['https://b.test/', 'http://a.test/']],
    ['/find?*kind=cabin*', ['https://a.test/find?x=1&kind=cabin'], ['https://a.test/find']],
    ['/app#/inbox', ['https://a.test/app#/inbox'], ['https://a.test/app']],
    ['/hytter/over fjellet/å*', ['https://a.test/hytter/over fjellet/ås'], ['https://a.test/hytter']],
    ['/a.c', ['https://a.test/a.c'], ['https://a.test/abc']],
    ['*ab*ab', ['https://a.test/abxab'], ['https://a.test/ab']],
    ['/(x+)+$', [], ['https://a.test/xxx']],
  ] as const) {
    it(`${pattern}`, () => {
      for (const address of taken) expect(matches(pattern, address), address).to.equal(true);
      for (const address of refused) expect(matches(pattern, address), address).to.equal(false);
    });
  }

  it('is not tried in more than one way, however many stars it has', () => {
    const indexOf = Reflect.get(String.prototype, 'indexOf') as (
      this: unknown,
      ...search: unknown[]
    ) => number;
    let searches = 0;
    String.prototype.indexOf = function (...search) {
      searches += 1;
      return indexOf.apply(this, search);
    };
    try {
      expect(matches(`/${'*a'.repeat(240)}b`, `https://a.test/${'a'.repeat(2000)}`)).to.equal(false);
    } finally {
      String.prototype.indexOf = indexOf;
    }
    expect(searches).to.be.within(1, 1000);
  });
});
