// Risk: somebody's text runs a script, loads something or leads elsewhere. Every payload goes through every text that an
// owner, a page, an agent or a visitor can set, and nothing drawn is alive.
import { aTimeout, expect } from '@open-wc/testing';
import type { PreChatField, WidgetConfig } from '@globalchat/core';
import { allElements, liveMarkup } from '../../../../../tools/test-kit/live-markup.ts';
import { SCRIPT_PAYLOADS } from '../../../../../tools/test-kit/script-payloads.ts';
import { widgetTexts } from '../../../../ui/src/i18n/en/widget.ts';
import { mountTeaser } from '../../../test/teaser-fixture.ts';
import { mountWidget, pastConversation, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

/** By these the fixture finds things. */
const KEPT = ['message', 'sendMessage'];

/** Everything that an owner can write. */
function configOf(payload: string): Partial<WidgetConfig> {
  const texts = Object.fromEntries(
    Object.keys(widgetTexts)
      .filter((key) => !KEPT.includes(key))
      .map((key) => [key, payload]),
  );
  const field = (key: string, more: Partial<PreChatField>): PreChatField => ({
    key,
    label: payload,
    type: 'text',
    required: true,
    options: [],
    pattern: payload,
    ...more,
  });
  return {
    name: payload,
    teamName: payload,
    launcherLabel: payload,
    launcherIcon: payload,
    colors: { primary: payload, surface: payload },
    texts: { ...texts, suggestions: payload, consentUrl: payload, privacyUrl: payload },
    locales: { en: { greeting: payload }, [payload]: { greeting: payload } },
    team: [{ name: payload, avatarUrl: payload }],
    preChat: [
      field('name', {}),
      field('topic', { type: 'select', options: [payload, `${payload} too`] }),
      field('offers', { type: 'checkbox' }),
    ],
    consentRequired: true,
  };
}

/** What is alive after each payload, with the payload. */
async function findingsOf(
  one: WidgetFixture,
  show: (payload: string, place: number) => Promise<unknown> | void,
): Promise<string[]> {
  const findings: string[] = [];
  for (const [place, payload] of SCRIPT_PAYLOADS.entries()) {
    await show(payload, place);
    await aTimeout(0);
    for (const found of liveMarkup(one.root)) findings.push(`${JSON.stringify(payload)}: ${found}`);
  }
  return findings;
}

const configure = (one: WidgetFixture, payload: string): void => one.backend.configure(configOf(payload));

describe('a text stays a text', function () {
  this.timeout(60_000);

  it('is told apart from markup by this test', () => {
    const box = document.createElement('div');
    box.append(Object.assign(document.createElement('a'), { href: 'javascript:void 0' }));
    expect(liveMarkup(box)).to.deep.equal(['<a href="javascript:void 0">']);
    box.firstElementChild!.remove();
    box.append(document.createElement('iframe'));
    box.firstElementChild!.setAttribute('onload', '');
    expect(liveMarkup(box)).to.deep.equal(['<iframe>', '<iframe onload>']);
  });

  it('that an owner wrote, at home', async () => {
    const first = await mountWidget();
    await pastConversation(first, ['Hello', 'Hi']);
    const one = await first.reload();
    one.element.open();
    await one.reads('Hi');
    const findings = await findingsOf(one, async (payload) => {
      configure(one, payload);
      await until(() => one.root.textContent.includes(payload.split('\n')[0]!.trim().slice(0, 8)), payload);
    });
    expect(findings).to.deep.equal([]);
  });

  it('that an owner wrote, in an empty conversation and its suggestions', async () => {
    const one = await mountWidget({ config: { texts: { suggestions: 'Where is it?' } } });
    await one.openNew();
    await one.reads('Where is it?');
    expect(await findingsOf(one, (payload) => configure(one, payload))).to.deep.equal([]);
  });

  it('that an owner wrote, in the form', async () => {
    const one = await mountWidget({ config: configOf('Plain') });
    await one.openNew();
    one.type('Hello');
    one.button('Send message').click();
    await until(() => one.root.querySelector('[part~="pre-chat"]'), 'the form');
    expect(await findingsOf(one, (payload) => configure(one, payload))).to.deep.equal([]);
    expect(one.root.querySelectorAll('[part~="pre-chat"] option').length).to.be.greaterThan(1);
  });

  it('that an owner wrote, in a greeting beside the launcher', async () => {
    const findings: string[] = [];
    // A greeting is made once, so each has a widget of its own.
    for (const payload of SCRIPT_PAYLOADS.filter((_, place) => place % 4 === 0)) {
      const one = await mountTeaser({
        triggers: [{ id: 'hello', message: payload, sender: payload.slice(0, 60), after_seconds: 0 }],
        config: { team_name: payload, team: [{ name: payload, avatar_url: payload }] },
      });
      await one.started();
      for (const found of liveMarkup(one.root)) findings.push(`${JSON.stringify(payload)}: ${found}`);
      one.element.remove();
    }
    expect(findings).to.deep.equal([]);
  });

  it('that a page gives: texts, a language, a name, a message to begin with', async () => {
    const one = await mountWidget();
    await one.openNew();
    const findings = await findingsOf(one, async (payload) => {
      one.element.update({
        texts: { placeholder: payload, greeting: payload, openChat: payload },
        locale: payload,
      });
      one.element.setAttribute('locale', payload);
      one.element.prefill(payload);
      await until(() => one.root.querySelector('textarea')?.value !== '', 'the message to begin with');
    });
    expect(findings).to.deep.equal([]);
  });

  it('that an agent or a visitor wrote, in a conversation, its file names and its copy', async () => {
    const first = await mountWidget();
    const sessionId = await pastConversation(first, ['Hello', 'Hi there']);
    const one = await first.reload();
    one.element.open();
    await one.reads('Hi there');
    await one.reads('Hello');
    const { database, tenantId } = one.backend;
    const links = new Set<HTMLAnchorElement>();
    const findings = await findingsOf(one, async (payload, place) => {
      const agent = {
        side: 'agent',
        userId: one.backend.team.tenants.get(tenantId)!.agents[0]!.userId,
        tenantId,
        name: payload,
        avatarUrl: payload,
      } as const;
      const messageId = crypto.randomUUID();
      const file = new Blob(['%PDF-1.4'], { type: 'application/pdf' });
      const upload = {
        ...{ sessionId, messageId, place: 0, file },
        name: `${payload}.pdf`,
        type: 'application/pdf',
      };
      const attachments = place % 8 === 0 ? [database.storeFile(agent, upload)] : [];
      database.sendMessage(agent, { sessionId, messageId, content: `${place}: ${payload}`, attachments });
      await until(() => one.root.textContent.includes(`${place}: `), payload);
      await one.transport.sendMessage({
        sessionId,
        messageId: crypto.randomUUID(),
        content: `Mine ${place}: ${payload}`,
      });
      await until(() => one.root.textContent.includes(`Mine ${place}: `), payload);
      for (const element of allElements(one.root))
        if (element instanceof HTMLAnchorElement) links.add(element);
    });
    expect(findings).to.deep.equal([]);
    expect(links.size).to.be.greaterThan(5);
    for (const link of links) expect(link.rel, link.href).to.contain('noopener');
  });
});
