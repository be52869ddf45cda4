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
});
