// The names of the settings, as properties and as attributes. What they mean is in options.ts.

/** Settings that are values of the page's own making. */
const PROPERTIES = ['client', 'transport', 'environment', 'visitor', 'texts', 'draft', 'debug'] as const;
/** Settings that are attributes, too; three of them in kebab-case. */
const NAMED = ['locale', 'theme', 'placement', 'launcher', 'consent'] as const;
export const NAMES = ['supabaseUrl', 'supabaseKey', 'widgetId', ...NAMED, ...PROPERTIES] as const;
export const ATTRIBUTES = ['supabase-url', 'supabase-key', 'widget-id', ...NAMED] as const;
/** `client`, `consent`, `environment`, `supabase…`, `transport`, `widgetId`: those that make another widget of this one. */
export const IDENTITY = /^([cesw]|tr)/;
