// The wire shape of a widget's public configuration. Owners write it, strangers may read it, and pages are styled with it:
// colours are let through only when they can be nothing but a colour.

import type { PreChatField, WidgetConfig } from '../../../types.ts';
import { count, dictionary, fields, list, positive, text, time, webAddress, word } from './narrow.ts';

/** Nothing that loads, calls or escapes. */
const COLOR = /^#[\da-f]{3,8}$/i;

function color(value: unknown): string | null {
  const name = text(value);
  return name && COLOR.test(name) ? name : null;
}

function readPreChatField(value: unknown): PreChatField | null {
  const row = fields(value);
  const key = text(row.key);
  // Which there are is looked at by who asks: what this version does not know is no question to it.
  const type = text(row.type) as PreChatField['type'] | null;
  if (!key || !type) return null;
  return {
    key,
    type,
    label: text(row.label) ?? key,
    required: row.required === true,
    options: list(row.options, text),
    pattern: text(row.pattern),
    showIf: fields(row.show_if),
  };
}

function readCaptcha(value: unknown): WidgetConfig['captcha'] {
  const row = fields(value);
  const provider = word(row.provider, ['turnstile', 'hcaptcha'], null);
  const siteKey = text(row.site_key);
  return provider && siteKey ? { provider, siteKey } : null;
}

/** `widget_config_view`. Null when the value is no configuration. */
export function readWidgetConfig(value: unknown): WidgetConfig | null {
  const row = fields(value);
  const id = text(row.id);
  if (!id) return null;
  const features = fields(row.features);
  const availability = fields(row.availability);
  return {
    id,
    name: text(row.name) ?? '',
    teamName: text(row.team_name) ?? '',
    colorScheme: word(row.color_scheme, ['auto', 'light', 'dark'], 'auto'),
    colors: dictionary(row.colors, color, (key) => key.replaceAll('_', '-')),
    position: row.position === 'start' ? 'bottom-start' : 'bottom-end',
    shape: row.shape === 'rounded' ? 'squircle' : word(row.shape, ['square', 'pill'], 'circle'),
    radius: typeof row.radius === 'number' ? count(row.radius) : null,
    offsetInline: count(row.offset_inline),
    offsetBlock: count(row.offset_block),
    launcherIcon: text(row.launcher_icon),
    launcherLabel: text(row.launcher_label),
    texts: dictionary(row.texts, text),
    locales: dictionary(row.locales, (texts) => dictionary(texts, text)),
    preChat: list(row.pre_chat, readPreChatField),
    consentRequired: row.consent_required === true,
    features: {
      sounds: features.sounds === true,
      receipts: features.receipts === true,
      typing: features.typing === true,
      attachments: features.attachments === true,
      csat: features.csat === true,
      editMinutes: count(features.edit_minutes),
    },
    captcha: readCaptcha(row.captcha),
    availability: {
      online: availability.online === true,
      nextOpenAt: time(availability.next_open_at),
      changesAt: time(availability.changes_at),
      replyMinutes: positive(availability.reply_minutes),
    },
    team: list(row.team, (member) => {
      const name = text(fields(member).name);
      return name ? { name, avatarUrl: webAddress(fields(member).avatar_url) } : null;
    }),
    allowed: row.allowed !== false,
    serverTime: time(row.server_time) ?? 0,
  };
}
