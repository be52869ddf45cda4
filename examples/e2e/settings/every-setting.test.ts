// No column of global_widget_config without an effect: the table itself says which there are. What can be seen is changed in
// the database while windows show a conversation, the home screen, an empty conversation and a closed chat; what cannot is
// proven by another file, which is named.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import type { Browser } from 'puppeteer-core';
import { startDemo, type Demo } from '../demo.ts';
import { Agent, Visitor, byRole, byText, launchBrowser, until, waitForBubble } from '../people.ts';
import { openWindow } from '../../../tools/browser.ts';
import { NO_SETTINGS, PROVEN_ELSEWHERE } from './proven-elsewhere.ts';
import { ANSWER, ANSWERED, RESOLVED, Seat } from './seat.ts';
import { TEASERS, VISIBLE_SETTINGS, type VisibleSetting } from './visible-settings.ts';

const root = new URL('../../../', import.meta.url);

describe('every setting of an owner', () => {
  let demo: Demo;
  let browser: Browser;
  let sql: postgres.Sql;
  let agent: Agent;
  const seats: Seat[] = [];

  const change = async (values: Record<string, unknown>): Promise<void> => {
    const row = Object.fromEntries(
      Object.entries(values).map(([column, value]) => [
        column,
        typeof value === 'object' && value !== null ? sql.json(value as postgres.JSONValue) : value,
      ]),
    );
    await sql`update public.global_widget_config set ${sql(row as Record<string, string>)} where id = ${demo.widgetId}`;
  };
  const isShown = async (seat: Seat, { shows, sight }: VisibleSetting): Promise<boolean> => {
    const seen = await seat.see(sight);
    return sight.read === 'text' || sight.read === 'attribute style'
      ? (seen?.includes(shows) ?? false)
      : seen === shows;
  };

  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    sql = postgres(demo.database, { max: 1 });
    agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await visitor.write(RESOLVED);
    await agent.open(RESOLVED);
    await (await byRole(agent.page, 'button', 'Resolve')).click();
    await until(
      async () =>
        (
          await sql`select from public.global_chat_sessions where status = 'resolved' and last_message_preview = ${RESOLVED}`
        ).length > 0,
      'the conversation is resolved',
    );
    await (await byRole(visitor.page, 'button', 'Back')).click();
    await (await byRole(visitor.page, 'button', 'Start a conversation')).click();
    await visitor.write(ANSWERED);
    await agent.open(ANSWERED);
    await agent.reply(ANSWER);
    await waitForBubble(visitor.page, ANSWER);
    for (const standing of ['answered', 'home', 'new', 'closed'] as const) {
      const page = await openWindow(visitor.page.browserContext());
      await page.goto(demo.landing);
      seats.push(new Seat(page, standing));
    }
    await visitor.page.close();
  });
  after(async () => {
    await sql?.end();
    await browser?.close();
    await demo?.stop();
  });

  it('stands in one of the lists', async () => {
    const columns = await sql<{ name: string }[]>`select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = 'global_widget_config'`;
    const visible = Object.values(VISIBLE_SETTINGS).flatMap((settings) =>
      settings.map(({ column }) => column),
    );
    const listed = [
      ...new Set([...visible, ...Object.keys(PROVEN_ELSEWHERE), ...Object.keys(TEASERS), ...NO_SETTINGS]),
    ];
    assert.deepEqual(listed.sort(), columns.map(({ name }) => name).sort());
    const documented = await readFile(new URL('docs/settings.md', root), 'utf8');
    for (const column of listed.filter((name) => !NO_SETTINGS.includes(name)))
      assert.ok(documented.includes(`\`${column}\``), `docs/settings.md does not mention ${column}`);
    for (const [column, file] of Object.entries(PROVEN_ELSEWHERE)) {
      const source = await readFile(new URL(file, root), 'utf8');
      assert.ok(new RegExp(`\\b${column}\\b`).test(source), `${file} does not mention ${column}`);
    }
  });

  for (const [name, settings] of Object.entries(VISIBLE_SETTINGS)) {
    it(`changes open chats at once and a closed one when it opens: ${name}`, async () => {
      const places = [...new Set(settings.map(({ place }) => place))];
      const [original] = await sql`select * from public.global_widget_config where id = ${demo.widgetId}`;
      const rest = settings.filter(({ place }) => place !== 'form');
      for (const seat of seats) {
        for (const place of places.filter((place) => place !== 'form')) {
          await seat.go(place);
          for (const one of rest.filter((one) => one.place === place))
            await until(
              async () => !(await isShown(seat, one)),
              `without ${one.column} there is something else`,
              {
                sight: async () => `${one.shows} in ${place}`,
              },
            );
        }
        await seat.sit();
      }
      await change(Object.fromEntries(settings.map(({ column, value }) => [column, value])));
      try {
        for (const seat of seats) {
          for (const place of places.toSorted(
            (a, b) => Number(b === seat.standing) - Number(a === seat.standing),
          )) {
            await seat.go(place);
            for (const one of settings.filter((one) => one.place === place))
              await until(() => isShown(seat, one), `${one.column} in ${place} from ${seat.standing}`, {
                sight: async () => `${await seat.see(one.sight)}, not ${one.shows}`,
              });
          }
          await seat.sit();
        }
      } finally {
        await change(
          Object.fromEntries(settings.map(({ column }) => [column, original![column] as unknown])),
        );
      }
    });
  }

  for (const [column, { shows, value }] of Object.entries(TEASERS)) {
    it(`is seen beside the launcher of the next page: ${column}`, async () => {
      const [original] = await sql`select * from public.global_widget_config where id = ${demo.widgetId}`;
      await change({ [column]: value });
      try {
        const visitor = await Visitor.arrive(browser, demo.landing);
        await byText(visitor.page, shows);
        await visitor.leave();
      } finally {
        await change({ [column]: original![column] as unknown });
      }
    });
  }
});
