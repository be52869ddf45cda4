import { expect } from '@open-wc/testing';
import { MINUTE, NOON, message, note, transcriptFixture } from '../../test/harness.ts';
import { buildTimeline } from './timeline.ts';
import type { TimelineInput } from './timeline.ts';

/** A readable line per row: "[" opens a group, "]" closes it, "*" says the name. */
function outline(input: Partial<TimelineInput> & Pick<TimelineInput, 'messages'>): string[] {
  const rows = buildTimeline({
    start: 0,
    end: input.messages.length,
    complete: true,
    notes: [],
    firstUnreadSeq: null,
    ...input,
  });
  return rows.map((row) => {
    if (row.kind !== 'message') return row.kind;
    return `${row.first ? '[' : ' '}${row.message.content}${row.introduces ? '*' : ''}${row.last ? ']' : ' '}`;
  });
}

const agent = (content: string, minutes: number, changes = {}) =>
  message({ content, createdAt: NOON + minutes * MINUTE, ...changes });
const visitor = (content: string, minutes: number, changes = {}) =>
  message({ content, senderType: 'visitor', createdAt: NOON + minutes * MINUTE, ...changes });

describe('transcript: groups and days', () => {
  it('groups one sender within five minutes', () => {
    const messages = [
      visitor('a', 0),
      visitor('b', 5),
      visitor('c', 11),
      agent('d', 11),
      agent('e', 12),
      visitor('f', 13),
    ];
    expect(outline({ messages })).to.deep.equal(['day', '[a* ', ' b]', '[c]', '[d* ', ' e]', '[f]']);
  });

  it('separates two agents, and names whoever is new', () => {
    const messages = [
      agent('a', 0),
      agent('b', 1, { senderName: 'Jonas' }),
      visitor('c', 2),
      agent('d', 3, { senderName: 'Jonas' }),
    ];
    expect(outline({ messages })).to.deep.equal(['day', '[a*]', '[b*]', '[c*]', '[d]']);
  });

  it('keeps failed and edited messages and system lines by themselves', () => {
    const messages = [
      visitor('a', 0),
      visitor('b', 0, { delivery: 'failed' }),
      visitor('c', 0),
      visitor('d', 0, { editedAt: NOON }),
      visitor('e', 0),
      message({ senderType: 'system', content: 's', createdAt: NOON }),
      visitor('f', 0),
    ];
    expect(outline({ messages })).to.deep.equal(['day', '[a*]', '[b]', '[c ', ' d]', '[e]', '[s]', '[f]']);
  });

  it('separates days in local time, also where the window begins', () => {
    const messages = [visitor('a', -24 * 60), visitor('b', 0), visitor('c', 1)];
    expect(outline({ messages })).to.deep.equal(['day', '[a*]', 'day', '[b ', ' c]']);
    expect(outline({ messages, start: 2 })).to.deep.equal([' c]']);
  });

  it('puts a line above the first unread message', () => {
    const messages = [visitor('a', 0), visitor('b', 0)];
    expect(outline({ messages, firstUnreadSeq: messages[1]?.seq ?? 0 })).to.deep.equal([
      'day',
      '[a*]',
      'new',
      '[b]',
    ]);
  });

  it('puts notes between messages by time, and each exactly once over all windows', () => {
    const messages = [visitor('a', 0), visitor('b', 2), visitor('c', 4), visitor('d', 6)];
    const notes = [-1, 1, 5, 9].map((minutes) =>
      note({ id: `n${String(minutes)}`, createdAt: NOON + minutes * MINUTE }),
    );
    const whole = ['note', 'day', '[a*]', 'note', '[b ', ' c]', 'note', '[d]', 'note'];
    expect(outline({ messages, notes })).to.deep.equal(whole);
    expect(outline({ messages, notes, complete: false })).to.deep.equal(whole.slice(1));
    const parts = [...outline({ messages, notes, end: 2 }), ...outline({ messages, notes, start: 2 })];
    expect(parts.filter((row) => row === 'note').length).to.equal(4);
  });

  it('reads as days, names, times with exact titles', async () => {
    const messages = [agent('a', -24 * 60), agent('b', -24 * 60 + 1), visitor('c', 0)];
    const host = await transcriptFixture({ messages });
    expect(host.all('.day').map((day) => day.textContent)).to.deep.equal(['Yesterday', 'Today']);
    expect(host.all('.who').map((name) => name.textContent)).to.deep.equal(['Mara']);
    expect(host.all('.meta time').map((time) => time.textContent)).to.deep.equal(['12:01', '12:00']);
    expect(host.find('.meta time').title).to.equal('Sunday, 22 November 2026 at 12:01');
    expect(host.find('[role="region"]').getAttribute('aria-label')).to.equal('Conversation with Ida');
    expect(host.scroller.tabIndex).to.equal(0);
    await expect(host).to.be.accessible();
  });
});
