import { expect } from '@open-wc/testing';
import { pdfFile } from '../../../ui/test/pictures.ts';
import { find, findAll, inboxFixture, type, until } from '../../test/fixture.ts';

const IDA = { name: 'Ida Lindqvist', lines: ['v: Hello'] };
const TOM = { name: 'Tomás Ferreira', lines: ['v: Hi'] };

/** Also what is not laid out, as the input behind the button. */
function everywhere(root: Element, selector: string): Element | null {
  for (const element of [...(root.shadowRoot ?? root).querySelectorAll('*')]) {
    const found = element.matches(selector) ? element : everywhere(element, selector);
    if (found) return found;
  }
  return null;
}

function choose(element: Element, file: File): void {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  const input = everywhere(element, 'input[type="file"]') as HTMLInputElement;
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
}

describe('files in a reply', () => {
  it('go to the visitor without a word, and never with a note', async () => {
    const { element, choose: open, actors } = await inboxFixture([IDA]);
    await open('Ida Lindqvist');
    await until(() => find(element, 'button', 'Attach a file'));
    choose(element, pdfFile('offer.pdf'));
    await until(() => find(element, 'button', 'Remove offer.pdf'));
    (find(element, 'tab', 'Note') as HTMLElement).click();
    await until(() => find(element, 'textbox', 'Note'));
    expect(find(element, 'button', 'Attach a file')).to.equal(null);
    type(find(element, 'textbox', 'Note') as HTMLTextAreaElement, 'Only for us');
    (find(element, 'tab', 'Reply') as HTMLElement).click();
    (await until(() => find(element, 'button', 'Send reply'))).click();
    const [session] = actors.backend.database.sessions();
    const sent = await until(() =>
      actors.backend.database.messages(session!.id).find(({ senderType }) => senderType === 'agent'),
    );
    expect(sent.content).to.equal('');
    expect(sent.attachments.map(({ name }) => name)).to.deep.equal(['offer.pdf']);
    await until(() => findAll(element, 'button', 'Remove offer.pdf').length === 0);
  });

  it('stay with their conversation', async () => {
    const { element, choose: open } = await inboxFixture([IDA, TOM]);
    await open('Ida Lindqvist');
    await until(() => find(element, 'button', 'Attach a file'));
    choose(element, pdfFile('offer.pdf'));
    await until(() => find(element, 'button', 'Remove offer.pdf'));
    await open('Tomás Ferreira');
    await until(() => find(element, 'button', 'Remove offer.pdf') === null);
    await open('Ida Lindqvist');
    await until(() => find(element, 'button', 'Remove offer.pdf'));
  });

  it('are taken where they are dropped on the conversation, and nowhere replace the page', async () => {
    const { element, choose: open } = await inboxFixture([IDA]);
    const drop = (place: string): boolean => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(pdfFile(`${place}.pdf`));
      const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, composed: true });
      everywhere(element, place)!.dispatchEvent(event);
      return event.defaultPrevented;
    };
    await until(() => everywhere(element, 'gc-session-list'));
    expect(drop('gc-thread'), 'before a conversation is chosen').to.equal(true);
    await open('Ida Lindqvist');
    await until(() => find(element, 'button', 'Attach a file'));
    for (const place of ['.transcript', 'gc-session-list', 'gc-reply', 'gc-visitor'])
      expect(drop(place), place).to.equal(true);
    await until(() => find(element, 'button', 'Remove .transcript.pdf'));
    await until(() => find(element, 'button', 'Remove gc-reply.pdf'));
    for (const place of ['gc-session-list', 'gc-visitor', 'gc-thread'])
      expect(find(element, 'button', `Remove ${place}.pdf`), place).to.equal(null);
  });
});
