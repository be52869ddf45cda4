/**
 * Owns random values for fuzzing, the same for the same seed: texts, JSON, numbers and times that nobody expects.
 */

import { createRandom } from '../../../tools/test-kit/random.ts';

export class Random {
  readonly #random: ReturnType<typeof createRandom>;

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  /** A number from 0 to 1. */
  next(): number {
    return this.#random.next();
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  text(): string {
    const kind = this.below(8);
    if (kind === 0) return '';
    if (kind === 1) return this.pick(TEXTS);
    if (kind === 2) return 'x'.repeat(this.pick([119, 120, 121, 254, 255, 3999, 4000, 4001, 20_000]));
    const length = this.below(30);
    return Array.from({ length }, () => String.fromCodePoint(this.#codePoint())).join('');
  }

  #codePoint(): number {
    const [from, to] = this.pick(RANGES);
    return from + this.below(to - from);
  }

  json(depth = 0): unknown {
    const kind = this.below(depth > 4 ? 5 : 8);
    if (kind === 0) return null;
    if (kind === 1) return this.chance(0.5);
    if (kind === 2) return this.pick([0, -1, 1.5, 1e308, 9_007_199_254_740_993, -0.0, 5]);
    if (kind < 5) return this.text();
    if (kind === 5) return Array.from({ length: this.below(5) }, () => this.json(depth + 1));
    return this.object(depth + 1);
  }

  object(depth = 0): Record<string, unknown> {
    const entries = Array.from({ length: this.below(6) }, () => [
      this.chance(0.8) ? this.pick(KEYS) : this.text().slice(0, 40),
      this.json(depth + 1),
    ]);
    return Object.fromEntries(entries) as Record<string, unknown>;
  }
}

const RANGES = [
  [1, 32],
  [32, 127],
  [127, 160],
  [0x300, 0x370],
  [0x590, 0x700],
  [0x2000, 0x2070],
  [0x3040, 0x30ff],
  [0xe000, 0xe010],
  [0xfff0, 0xffff],
  [0x1f300, 0x1f600],
  [0x10fff0, 0x10ffff],
] as const;

const TEXTS = [
  "'; drop table global_chat_messages; --",
  '$$',
  '%s %I %L',
  '\\',
  '{}',
  '[]',
  'null',
  'NaN',
  'infinity',
  '-infinity',
  'now',
  '2026-02-30',
  '2026-11-23T00:00:00Z',
  '294277-01-01',
  'me',
  'nobody',
  'open',
  'admin',
  'Europe/Oslo',
  'a@b.example',
  '../..',
  '<script>',
  "tenant:' | 'x",
  '((((((((((',
  '00000000-0000-0000-0000-000000000000',
  '\ud800',
  '\u202e\u0000'.slice(0, 1),
];

const KEYS = [
  'name',
  'email',
  'client_visitor_id',
  'status',
  'assigned_to',
  'tags',
  'priority',
  'snoozed_until',
  'unread',
  'snoozed',
  'updated_since',
  'widget_id',
  'at',
  'id',
  'path',
  'type',
  'size',
  'width',
  'height',
  'attributes',
  'page_url',
  'pages',
  'fields',
  'role',
  'display_name',
  'avatar_url',
  'business_hours',
  'allowed_domains',
  'locales',
  'pre_chat',
  'triggers',
  'primary_color',
  'radius',
  'time_zone',
  'hours_exceptions',
  '__proto__',
  'constructor',
  '',
  'ctid',
  'tableoid',
];
