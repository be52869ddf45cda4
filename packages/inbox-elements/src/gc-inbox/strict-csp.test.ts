import { expect } from '@open-wc/testing';
import { seek, inboxFixture, type, until, said } from '../../test/fixture.ts';

describe('a strict content security policy', () => {
  it('finds nothing to refuse while somebody works', async () => {
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content =
      "style-src 'none'; img-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html";
    document.head.append(policy);
    const refused: string[] = [];
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, sample }) => void refused.push(`${violatedDirective} ${sample}`),
    );

    const { element, choose } = await inboxFixture([
      {
        name: 'Ida',
        lines: ['v: Hello'],
        metadata: { page_url: 'https://example.com/' },
        row: { tags: ['VIP'] },
      },
      { name: 'Sam', lines: ['v: Bye'], minutesAgo: 3 },
    ]);
    await choose('Ida');
    type(await seek(element, 'textbox', 'Reply'), '/late');
    await seek(element, 'listbox');
    (await seek(element, 'button', 'Tags: VIP')).click();
    await seek(element, 'combobox', 'Add tag');
    (await seek(element, 'tab', 'Note')).click();
    type(await seek(element, 'textbox', 'Note'), 'Noted');
    (await seek(element, 'button', 'Add note')).click();
    await until(() => said(element).includes('Noted'));
    (await seek(element, 'button', 'Resolve')).click();
    await seek(element, 'button', 'Reopen');
    expect(refused).to.deep.equal([]);
  });
});
