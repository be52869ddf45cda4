// The names of the settings, as properties and as attributes, and what a change of each does. What they mean is in options.ts.
import type { GlobalChatOptions } from '../options.ts';

/** A change of one of these makes another widget of this one: its panel ends and the config is asked for again. */
export const IDENTITY_SETTINGS = 'supabaseKey consent client supabaseUrl transport environment widgetId';
/** A change of one of these is shown by what is there. */
const SHOWN_SETTINGS = 'texts launcher draft placement visitor theme debug locale';

type NameIn<Text extends string> = Text extends `${infer Name} ${infer Rest}` ? Name | NameIn<Rest> : Text;
type Named = NameIn<typeof IDENTITY_SETTINGS> | NameIn<typeof SHOWN_SETTINGS>;
type Setting = keyof GlobalChatOptions;

/** One text weighs less than a list; `never` when a setting is missing in it, or something else is there. */
export const SETTING_NAMES = `${IDENTITY_SETTINGS} ${SHOWN_SETTINGS}`.split(' ') as [Named, Setting] extends [
  Setting,
  Named,
]
  ? Setting[]
  : never;
/** The same as attributes, in the same order; those that are no text make no sense as one. */
export const SETTING_ATTRIBUTES = SETTING_NAMES.map((name) => name.replace(/[A-Z]/, '-$&').toLowerCase());
