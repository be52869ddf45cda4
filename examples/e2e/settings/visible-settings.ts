// What an owner sets and a visitor sees: for each column a change, the place that shows it, and what is seen there. Columns
// of one batch are changed by one statement; each has a value that no other could be taken for.

/** Where something is seen; `launcher` is everywhere. */
export type Place = 'launcher' | 'home' | 'new' | 'answered' | 'resolved' | 'menu' | 'form';

/** One thing that can be read in the widget: a computed style, an attribute, a text, or how many there are. */
export interface Sight {
  /** In the shadow root; `:host` is the element itself. */
  readonly selector: string;
  readonly read: 'text' | 'count' | `css ${string}` | `attribute ${string}`;
}

export interface VisibleSetting {
  readonly column: string;
  readonly value: unknown;
  readonly place: Place;
  readonly sight: Sight;
  /** A text holds it; anything else is it. */
  readonly shows: string;
}

const css = (selector: string, property: string): Sight => ({ selector, read: `css ${property}` });
const text = (selector: string): Sight => ({ selector, read: 'text' });
const count = (selector: string): Sight => ({ selector, read: 'count' });
const attribute = (selector: string, name: string): Sight => ({ selector, read: `attribute ${name}` });
const setting = (
  column: string,
  value: unknown,
  place: Place,
  sight: Sight,
  shows: string,
): VisibleSetting => ({ column, value, place, sight, shows });

const LIGHT = [
  setting('color_scheme', 'light', 'launcher', css(':host', 'color-scheme'), 'light'),
  setting('primary_color', '#101000', 'launcher', css('.launcher', 'background-color'), 'rgb(16, 16, 0)'),
  setting('on_primary_color', '#f0f0f1', 'home', css('.start', 'color'), 'rgb(240, 240, 241)'),
  setting('surface_color', '#fafaf1', 'launcher', css('.panel', 'background-color'), 'rgb(250, 250, 241)'),
  setting('on_surface_color', '#101011', 'launcher', css('.panel', 'color'), 'rgb(16, 16, 17)'),
  setting(
    'bubble_visitor_color',
    '#202000',
    'answered',
    css('[part~="message-visitor"] .bubble', 'background-color'),
    'rgb(32, 32, 0)',
  ),
  setting(
    'on_bubble_visitor_color',
    '#f0f0f2',
    'answered',
    css('[part~="message-visitor"] .bubble', 'color'),
    'rgb(240, 240, 242)',
  ),
  setting(
    'bubble_agent_color',
    '#303000',
    'answered',
    css('[part~="message-agent"] .bubble', 'background-color'),
    'rgb(48, 48, 0)',
  ),
  setting(
    'on_bubble_agent_color',
    '#f0f0f3',
    'answered',
    css('[part~="message-agent"] .bubble', 'color'),
    'rgb(240, 240, 243)',
  ),
  setting('offset_inline', 47, 'launcher', css(':host', 'right'), '47px'),
  setting('offset_block', 53, 'launcher', css(':host', 'bottom'), '53px'),
  setting('shape', 'square', 'launcher', css('.launcher', 'border-radius'), '4px'),
  setting('radius', 3, 'home', css('.convs', 'border-radius'), '3px'),
  setting('launcher_icon', 'mail', 'launcher', attribute('.launcher', 'style'), "--_icon: path('M4 7h20"),
  setting('launcher_label', 'Ask Fjellhus', 'launcher', text('.launcher'), 'Ask Fjellhus'),
  setting('greeting_text', 'Good day to you', 'home', text('.home-top h2'), 'Good day to you'),
  setting(
    'placeholder_text',
    'Your words here',
    'new',
    attribute('.composer textarea', 'placeholder'),
    'Your words here',
  ),
  setting('team_name', 'The lake people', 'new', text('.who-block h2'), 'The lake people'),
  setting('reply_minutes', 37, 'home', text('.online'), '37'),
  setting('show_team', false, 'home', count('.home-bar .stack > *'), '0'),
  setting('sounds', false, 'menu', count('.menu .sounds'), '0'),
  setting('receipts', false, 'resolved', count('.meta .tick.sent'), '1'),
  setting('attachments', false, 'answered', count('[part~="attach"]'), '0'),
  setting('csat', false, 'resolved', count('[part~="rating"]'), '0'),
  setting('edit_minutes', 0, 'answered', count('[part~="message-options"]'), '0'),
];

/** What only the other colour scheme, the other side, an empty team name or another language shows. */
const DARK = [
  setting('suggestions', 'Which cabin has a sauna?', 'new', text('.view'), 'Which cabin has a sauna?'),
  setting('color_scheme', 'dark', 'launcher', css(':host', 'color-scheme'), 'dark'),
  setting(
    'primary_color_dark',
    '#c0c0c1',
    'launcher',
    css('.launcher', 'background-color'),
    'rgb(192, 192, 193)',
  ),
  setting('on_primary_color_dark', '#010102', 'home', css('.start', 'color'), 'rgb(1, 1, 2)'),
  setting('surface_color_dark', '#0b0b0c', 'launcher', css('.panel', 'background-color'), 'rgb(11, 11, 12)'),
  setting('on_surface_color_dark', '#e0e0e1', 'launcher', css('.panel', 'color'), 'rgb(224, 224, 225)'),
  setting('position', 'start', 'launcher', css(':host', 'left'), '20px'),
  setting('team_name', null, 'new', text('.who-block h2'), 'Fjellhus at the lake'),
  setting('name', 'Fjellhus at the lake', 'new', text('.who-block h2'), 'Fjellhus at the lake'),
  setting(
    'locales',
    { en: { startConversation: 'Tell us', placeholder: 'Said in English' } },
    'home',
    text('.start'),
    'Tell us',
  ),
];

const HOURS = [
  setting('business_hours', {}, 'home', text('.online'), 'away'),
  setting('away_text', 'The lake is frozen', 'new', text('.notice'), 'The lake is frozen'),
];

/** Wherever the tests run, today is one of these. */
const DAYS = [-1, 0, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
const DATES = [
  setting(
    'hours_exceptions',
    DAYS.map((date) => ({ date, slots: [] })),
    'home',
    text('.online'),
    'away',
  ),
];

const ASKED = [
  setting(
    'pre_chat',
    [{ key: 'cabin', label: 'Which cabin?', type: 'text', required: true }],
    'form',
    text('[part~="pre-chat"]'),
    'Which cabin?',
  ),
  setting('consent_required', true, 'form', count('[part~="pre-chat"] input[type="checkbox"]'), '1'),
  setting('consent_text', 'I like the privacy notice', 'form', text('[part~="pre-chat"]'), 'I like the'),
  setting(
    'privacy_url',
    'https://fjellhus.example/privacy',
    'form',
    attribute('[part~="pre-chat"] a', 'href'),
    'https://fjellhus.example/privacy',
  ),
];

export const VISIBLE_SETTINGS: Readonly<Record<string, readonly VisibleSetting[]>> = {
  'the look in light, the words, what is switched off': LIGHT,
  'the look in dark, the other side, the languages': DARK,
  'opening hours': HOURS,
  'dates with hours of their own': DATES,
  'what is asked before a conversation': ASKED,
};

/** Beside the launcher of the page that somebody comes to next. */
export const TEASERS: Readonly<Record<string, { readonly value: unknown; readonly shows: string }>> = {
  teaser_text: { value: 'Looking for a quiet week?', shows: 'Looking for a quiet week?' },
  triggers: { value: [{ id: 'quiet', message: 'May we help?', after_seconds: 1 }], shows: 'May we help?' },
};
