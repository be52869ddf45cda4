// Texts and formats of one locale together: what views with times and sizes in them are given.

import { createFormats } from './formats.ts';
import type { Formats } from './formats.ts';
import type { Texts } from './texts.ts';
import { createWording } from './wording.ts';
import type { Wording, WordingOptions } from './wording.ts';

export interface Localizer<Key extends string = string> extends Wording<Key>, Formats {
  extend<Other extends string>(texts: Texts<Other>): Localizer<Key | Other>;
}

export function createLocalizer<Key extends string>(options: WordingOptions<Key>): Localizer<Key> {
  return withFormats(createWording(options));
}

/**
 * A way to give any wording these texts too, and formats beside them. Made once for each wording, since formatters are
 * slow to make.
 */
export function extension<Other extends string>(
  texts: Texts<Other>,
): <Key extends string>(wording: Wording<Key>) => Localizer<Key | Other> {
  const made = new WeakMap<object, unknown>();
  return <Key extends string>(wording: Wording<Key>) => {
    const known = made.get(wording) ?? withFormats(wording.extend(texts));
    made.set(wording, known);
    return known as Localizer<Key | Other>;
  };
}

/** The same texts, and formats beside them. */
function withFormats<Key extends string>(wording: Wording<Key>): Localizer<Key> {
  return {
    ...wording,
    ...createFormats(wording.locale),
    extend: (texts) => withFormats(wording.extend(texts)),
  };
}
