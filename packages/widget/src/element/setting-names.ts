// The names of the settings, as properties and as attributes. What they mean is in options.ts.
import type { GlobalChatSettings } from '../options.ts';

// One text weighs less than a list.
export const SETTING_NAMES =
  'supabaseUrl locale draft widgetId transport supabaseKey environment texts placement launcher visitor theme consent debug client'.split(
    ' ',
  ) as (keyof GlobalChatSettings)[];
/** The same as attributes, in the same order; those that are no text make no sense as one. */
export const SETTING_ATTRIBUTES = SETTING_NAMES.map((name) => name.replace(/[A-Z]/, '-$&').toLowerCase());
/** `client`, `consent`, `environment`, `supabase…`, `transport`, `widgetId`: those that make another widget of this one. */
export const IDENTITY_SETTING = /^([cesw]|tr)/;
