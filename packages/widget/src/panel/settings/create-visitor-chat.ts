// From the element's settings to core's visitor chat. Owns the translation; refuses to check what core checks.

import { createVisitorChat } from '@globalchat/core';
import type { VisitorChat } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import { visitorContext } from './visitor-metadata.ts';

/** Throws core's coded errors when a setting is missing or wrong. */
export function createChat(host: PanelHost): VisitorChat {
  const { client, debug, environment, supabaseKey, supabaseUrl, transport, visitor, widgetId } = host;
  return createVisitorChat({
    widgetId: widgetId ?? '',
    metadata: visitorContext,
    // An absent option means its default.
    ...(supabaseUrl && { url: supabaseUrl }),
    ...(supabaseKey && { key: supabaseKey }),
    ...(client ? { client } : {}),
    ...(transport && { transport }),
    ...(visitor && { visitor }),
    ...(environment && { environment }),
    ...(debug && { debug }),
  });
}
