import { expect } from '@open-wc/testing';
import { find, seek, inboxFixture, type, until } from '../../test/fixture.ts';

describe('a reply that does not go through', () => {
  it('says so beside the reply, to the page and on the console, and takes it back when it does', async () => {
    const { element, choose, actors, provider } = await inboxFixture([{ name: 'Ida', lines: ['v: One'] }]);
    const codes: string[] = [];
    const lines: string[] = [];
    const { warn } = console;
    console.warn = (line: string) => void lines.push(line);
    provider.addEventListener('gc-inbox-error', (event) => codes.push(event.error.code));
    try {
      await choose('Ida');
      actors.agent.faults.failNext('sendMessage', 'rate_limited', { times: 1, retryAfter: 2500 });
      type(await seek(element, 'textbox', 'Reply'), 'On my way');
      (await seek(element, 'button', 'Send reply')).click();
      const said = (): boolean =>
        [...(find(element, 'region', 'Conversation with Ida')?.querySelectorAll('.late') ?? [])].some(
          (line) => line.textContent.includes('Not sent yet. Next try:'),
        );
      await until(said, 'it is said beside the reply');
      await until(() => codes.length > 0, 'the page is told');
      expect(codes).to.deep.equal(['rate_limited']);
      expect(lines.filter((line) => line.startsWith('[Global Chat] rate_limited: '))).to.have.length(1);
      await until(() => !said(), 'it is taken back');
    } finally {
      console.warn = warn;
    }
  });
});
