// What a page tells that its visitor did, in the in-memory backend; the rules are those of schema/migrations/0046_visitor_events.sql.

import type { TrackedEvent } from '../../transport/transport.ts';
import type { VisitorEvent } from '../../types.ts';
import { shortText } from './arguments.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import { invalidArgument } from './refusals.ts';
import { commitForTeam, sessionRow, unchanged } from './rows.ts';
import type { MemoryTables } from './tables.ts';
import { requireMayWrite } from './visitors.ts';

const MAX_EVENTS = 20;
const MAX_NAME_CHARACTERS = 60;
const MAX_PROPERTIES_BYTES = 512;
const DAY_MS = 86_400_000;
const CONTROLS = /[\u0001-\u001f\u007f-\u009f\u2028\u2029]/;

export function track(
  tables: MemoryTables,
  caller: MemoryCaller,
  sessionId: string,
  events: readonly TrackedEvent[],
): MemoryChange {
  if (events.length < 1 || events.length > MAX_EVENTS) throw invalidArgument('events is a list of 1 to 20.');
  const told = events.map((event) => checkedEvent(event, tables.now()));
  const row = sessionRow(tables, caller, sessionId);
  requireMayWrite(tables, row.summary.widgetId, row.summary.visitorId);
  const before = row.summary.visitorEvents;
  const visitorEvents = newestEvents(before, told);
  if (visitorEvents.length === before.length && visitorEvents.every(({ id }, at) => id === before[at]?.id))
    return unchanged(row);
  return commitForTeam(tables, row, { visitorEvents });
}

function checkedEvent({ id, name, properties, ageMs }: TrackedEvent, now: number): VisitorEvent {
  const shown = shortText(name, 'events.name', MAX_NAME_CHARACTERS);
  if (shown === null || CONTROLS.test(shown)) throw invalidArgument('An event has a name, on one line.');
  const isPlain = Object.values(properties).every((value) => typeof value !== 'object' || value === null);
  if (!isPlain || new TextEncoder().encode(JSON.stringify(properties)).length > MAX_PROPERTIES_BYTES)
    throw invalidArgument('The properties of an event are texts, numbers, true or false.');
  if (!Number.isInteger(ageMs) || ageMs < 0 || ageMs > DAY_MS)
    throw invalidArgument(`events.age_ms must be a whole number from 0 to ${DAY_MS}.`);
  return { id, name: shown, properties, at: now - ageMs };
}

function newestEvents(old: readonly VisitorEvent[], more: readonly VisitorEvent[]): readonly VisitorEvent[] {
  const different = [...old, ...more].filter(
    ({ id }, place, all) => all.findIndex((event) => event.id === id) === place,
  );
  const newest = different.map((event, place) => ({ event, place }));
  newest.sort((a, b) => b.event.at - a.event.at || b.place - a.place);
  return newest
    .slice(0, MAX_EVENTS)
    .reverse()
    .map(({ event }) => event);
}
