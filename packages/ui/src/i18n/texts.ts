// What a dictionary is.

/** Forms by plural category of `Intl.PluralRules`; `other` is always there. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** A sentence, or its plural forms chosen by the parameter `n`. `{name}` marks a parameter. */
export type Text = string | PluralForms;

/** A complete dictionary of these keys. */
export type Texts<Key extends string = string> = Readonly<Record<Key, Text>>;
