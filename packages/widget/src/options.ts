// What a page may set on a widget: the names and meanings of the settings.

import type { Environment, VisitorDetails, VisitorTransport } from '@globalchat/core';

/** Settings of one widget: as attributes (kebab-case), as properties, in `init` and in `update`. */
export interface GlobalChatOptions {
  /** https://PROJECT.supabase.co, or the local backend's address. Attribute `supabase-url`. */
  supabaseUrl: string | null;
  /** Publishable (`sb_publishable_…`) or legacy anon key; secret keys are refused. Attribute `supabase-key`. */
  supabaseKey: string | null;
  /** Id of the `global_widget_config` row. Attribute `widget-id`. */
  widgetId: string | null;
  /** BCP 47 tag; otherwise the closest `lang`, then the browser's language. Attribute `locale`. */
  locale: string | null;
  /** `light`, `dark` or `auto` (the page's `color-scheme`, then the device). Overrides the config. Attribute `theme`. */
  theme: string | null;
  /** `inline` shows the panel in the flow of the page, always open; otherwise it floats. Attribute `placement`. */
  placement: string | null;
  /** `none` hides the round button; any `[data-globalchat-open]` element then opens the chat. Attribute `launcher`. */
  launcher: string | null;
  /**
   * When present and other than `granted`, the widget shows nothing and asks nothing of the network until it is.
   * Attribute `consent`.
   */
  consent: string | null;
  /** A supabase-js v2 client of the host app; `supabaseUrl` and `supabaseKey` are then not needed. */
  client: unknown;
  /** How changes arrive, or an own transport, such as the in-memory one of `@globalchat/core/testing`. */
  transport: 'broadcast' | 'postgres_changes' | VisitorTransport | null;
  /** Who the visitor says to be. A claim, not a credential. */
  visitor: VisitorDetails | null;
  /** Own wording by text key; it wins over the config's. */
  texts: Readonly<Record<string, string>> | null;
  /** Text to put into the composer, unless something is typed there already. */
  draft: string | null;
  /** Clock, storage, network that the library works with. */
  environment: Partial<Environment> | null;
  /** Logs the realtime status lines. */
  debug: boolean | null;
}

/** What `init` and `update` take: any of the settings; what is left out stays as it is. */
export type GlobalChatSettings = Partial<GlobalChatOptions>;
