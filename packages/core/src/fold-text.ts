// Text as it is compared: accents, capitals and the ways to write one character do not matter. The database folds alike; see
// `folded` in schema/migrations/0024_search.sql.

/** The marks of Latin, Greek and Cyrillic, the points of Hebrew and the vowel signs of Arabic. */
const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0655\u0670]/g;

/** Letters that are no letter with a mark. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ς: 'σ',
};

export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[ßæœþøđðħıłς]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize('NFC');
}
