// Risk: a visitor's text runs a script in the browser of an agent, who may see everything. Every payload goes through every
// text that a visitor, a page or a colleague can set, and nothing drawn is alive.
import { expect } from '@open-wc/testing';
import { liveMarkup } from '../../../../tools/test-kit/live-markup.ts';
import { SCRIPT_PAYLOADS } from '../../../../tools/test-kit/script-payloads.ts';
import { everything, find, inboxFixture, seek, type, until } from '../../test/fixture.ts';
import type { InboxFixture } from '../../test/fixture.ts';

/** What a page and a visitor's browser tell. */
const metadataOf = (payload: string): Record<string, unknown> => ({
  page_url: payload,
  page_title: payload,
  referrer: payload,
  pages: [{ url: payload, title: payload, at: payload }, payload],
  ...Object.fromEntries(
    ['locale', 'time_zone', 'browser', 'os', 'device', 'screen', 'place', 'trigger'].map((key) => [
      key,
      payload,
    ]),
  ),
  campaign: { source: payload },
  attributes: { [payload]: payload, plan: [payload, { [payload]: payload }] },
  fields: { [payload]: payload, topic: payload },
});

/** Every text of the one conversation becomes the payload, and the inbox hears of it. */
function tell({ actors }: InboxFixture, payload: string): void {
  const { database } = actors.backend;
  database.setSession(actors.ids[0]!, {
    visitorName: payload,
    visitorEmail: payload,
    tags: [payload],
    ratingComment: payload,
    rating: 1,
  });
  actors.say(0, `v:${payload}`);
}

/** Every text that is drawn, through shadow roots. */
const isDrawn = (one: InboxFixture, text: string): boolean =>
  everything(one.provider).some(({ textContent }) => textContent?.includes(text));

describe('a text stays a text in the inbox', function () {
  this.timeout(90_000);

  it('that a visitor gave: row, thread, details', async () => {
    const one = await inboxFixture([{ name: 'Ola', lines: ['v: Hello'] }]);
    await one.choose('Ola');
    const findings: string[] = [];
    for (const [place, payload] of SCRIPT_PAYLOADS.entries()) {
      tell(one, payload);
      one.actors.say(0, `v:${place}. It was ${payload}`);
      await until(() => isDrawn(one, `${place}. It was`), payload);
      for (const found of liveMarkup(one.provider)) findings.push(`${JSON.stringify(payload)}: ${found}`);
    }
    expect(findings).to.deep.equal([]);
  });

  it('that a colleague wrote: notes, answers, his name, his canned replies', async () => {
    const one = await inboxFixture([{ name: 'Ola', lines: ['v: Hello'] }]);
    await one.choose('Ola');
    const { backend, agent, ids } = one.actors;
    const tenant = backend.team.tenants.get(backend.tenantId)!;
    const findings: string[] = [];
    for (const [place, payload] of SCRIPT_PAYLOADS.entries()) {
      tenant.agents[1] = { ...tenant.agents[1]!, displayName: payload, avatarUrl: payload };
      tenant.cannedReplies[0] = { ...tenant.cannedReplies[0]!, shortcut: payload, content: payload };
      await agent.addNote({
        noteId: crypto.randomUUID(),
        sessionId: ids[0]!,
        content: `${place}. Note ${payload}`,
        mentions: [],
      });
      one.actors.say(0, `j:${place}. Answer ${payload}`);
      await until(() => isDrawn(one, `${place}. Answer`) && isDrawn(one, `${place}. Note`), payload);
      for (const found of liveMarkup(one.provider)) findings.push(`${JSON.stringify(payload)}: ${found}`);
    }
    expect(findings).to.deep.equal([]);
  });

  it('that a page or a browser gave, in the details', async () => {
    // So that all of them fit into what a session keeps.
    const payloads = SCRIPT_PAYLOADS.filter(({ length }, place) => length < 70 && place % 3 === 0);
    const findings: string[] = [];
    // As many as the list shows at once.
    const ROWS = 6;
    for (let start = 0; start < payloads.length; start += ROWS) {
      const shown = payloads.slice(start, start + ROWS);
      const one = await inboxFixture(
        shown.map((payload, place) => ({
          name: `Visitor ${place}`,
          lines: ['v: Hello'],
          metadata: metadataOf(payload),
        })),
      );
      for (const [place, payload] of shown.entries()) {
        await one.choose(`Visitor ${place}`);
        const details = await until(() => one.element.shadowRoot?.querySelector('gc-visitor')?.shadowRoot);
        await until(() => details.textContent?.includes(`Visitor ${place}`), payload);
        for (const found of liveMarkup(one.provider)) findings.push(`${JSON.stringify(payload)}: ${found}`);
      }
      one.provider.remove();
    }
    expect(findings).to.deep.equal([]);
  });

  it('that a search found', async () => {
    const one = await inboxFixture(
      SCRIPT_PAYLOADS.slice(0, 60).map((payload) => ({ name: payload, lines: [`v: needle ${payload}`] })),
    );
    type(await seek(one.element, 'searchbox'), 'needle');
    await until(() => find(one.element, 'list', 'Search results') ?? isDrawn(one, 'needle'), 'the hits');
    expect(liveMarkup(one.provider)).to.deep.equal([]);
  });
});
