import { expect } from '@open-wc/testing';
import { linearPattern } from './linear-pattern.ts';

/** The browser's own answer, to patterns and values that it can be asked safely. */
function native(pattern: string, value: string): boolean {
  const input = document.createElement('input');
  input.pattern = pattern;
  input.value = value;
  // An input asks nothing of an empty value, and has no lines.
  return input.value === '' || input.value !== value
    ? new RegExp(`^(?:${pattern})$`, 'v').test(value)
    : input.validity.valid;
}

const PATTERNS = [
  'abc',
  '[A-Z]{2}\\d{4}',
  '\\d{5}(-\\d{4})?',
  '\\+?[0-9 ]{6,20}',
  '(?:red|green|blue)+',
  '(?<area>\\d{3})-\\d{2,}',
  '^a*b?$',
  '.+@.+\\..+',
  '[^@\\s]+@[\\w\\-]+\\.\\p{L}+',
  '(a|ab)(c|bcd)(d*)',
  '[\\u0061-\\u{7a}]*\\x41?',
  '(a?){3}b',
  '[[a-z]--[aeiou]]+',
  '(|x)y*?z',
  '\\p{Emoji_Presentation}.',
  'a{0}b{2}|c{1,2}',
  '[\\]\\[]+',
];
const VALUES = [
  ...[
    '',
    'a',
    'b',
    'abc',
    'AB1234',
    '12345',
    '12345-6789',
    '+47 22 33 44',
    'redblue',
    '123-4567',
    'aaab',
    'bb',
  ],
  ...[
    'a@b.c',
    'ida@fjell-hus.no',
    'abcd',
    'abcdd',
    'zA',
    'aab',
    'bcdf',
    'xyyz',
    'z',
    '🙂x',
    '🙂',
    'cc',
    '][',
    'a\nb',
  ],
];

describe("an owner's pattern", () => {
  for (const pattern of PATTERNS) {
    it(`${pattern} means what it means to an input`, () => {
      const matches = linearPattern(pattern)!;
      for (const value of VALUES)
        expect(matches(value), JSON.stringify(value)).to.equal(native(pattern, value));
    });
  }

  it('that is only right in the older syntax is understood', () => {
    const matches = linearPattern('[\\w.-]+')!;
    expect([matches('a.b-c'), matches('a b')]).to.deep.equal([true, false]);
  });

  for (const pattern of [
    '(a+)+$',
    '(a|a)*b',
    '(a*)*c',
    '(.*)*(.*)*x',
    '(a?){60}a{60}',
    'a*a*a*a*a*a*a*a*b',
  ]) {
    it(`${pattern} cannot hold the page`, () => {
      const began = performance.now();
      expect(linearPattern(pattern)!(`${'a'.repeat(500)}!`)).to.equal(false);
      // The browser's engine would need longer than the universe is old.
      expect(performance.now() - began).to.be.below(2000);
    });
  }

  for (const pattern of [
    '(',
    '[',
    '*',
    '\\',
    'a{2,1}',
    '(?=a)a',
    '(?<!a)b',
    '(a)\\1',
    '\\bword',
    '(?i:a)',
    '((a{99}){99}){99}',
  ]) {
    it(`${pattern} is no condition`, () => expect(linearPattern(pattern)).to.equal(null));
  }

  it('that is longer than any owner writes is no condition', () => {
    expect(linearPattern('a'.repeat(10_000))).to.equal(null);
  });
});
