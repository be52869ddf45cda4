import { LitElement, css } from 'lit';
import { expect, fixture, html } from '@open-wc/testing';
import { themeStyles } from '../../test/theme-styles.ts';
import { tokens, transcriptStyles } from '../index.ts';

class TokenHost extends LitElement {
  static override styles = [
    tokens,
    themeStyles,
    transcriptStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];
}
customElements.define('test-tokens', TokenHost);

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** Red, green, blue from 0 to 255 of what a private token computes to. */
function colour(host: HTMLElement, token: string): number[] {
  host.style.color = `var(--_${token})`;
  const computed = getComputedStyle(host).color;
  host.style.color = '';
  if (!canvas) throw new Error('No canvas');
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = computed;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

function ratio(one: number[], other: number[]): number {
  const luminance = (parts: number[]): number => {
    const [r = 0, g = 0, b = 0] = parts.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return r * 0.2126 + g * 0.7152 + b * 0.0722;
  };
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = ['surface', 'surface-raised', 'surface-sunken', 'surface-hover', 'primary-soft'];
const TEXT_PAIRS: [string, string][] = [
  ['on-primary', 'primary'],
  ['on-primary', 'primary-hover'],
  ['on-primary-soft', 'primary-soft'],
  ['on-bubble-visitor', 'bubble-visitor'],
  ['on-bubble-agent', 'bubble-agent'],
  ['on-surface-muted', 'bubble-agent'],
  ['accent', 'bubble-agent'],
  ['on-note', 'note'],
  ['on-note-muted', 'note'],
  ['on-danger', 'danger'],
  ['on-danger-soft', 'danger-soft'],
  ['on-warning-soft', 'warning-soft'],
  ...['danger', 'success', 'warning'].map((name): [string, string] => [name, 'surface']),
  ...SURFACES.flatMap((surface) =>
    ['on-surface', 'on-surface-muted', 'on-surface-subtle', 'accent', 'danger'].map(
      (text): [string, string] => [text, surface],
    ),
  ),
];
const SHAPE_PAIRS = ['primary', 'focus', 'border-strong', 'online', 'offline'].flatMap((shape) =>
  ['surface', 'surface-raised', 'surface-sunken'].map((surface): [string, string] => [shape, surface]),
);

describe('tokens', () => {
  for (const theme of ['light', 'dark']) {
    it(`keep text at 4.5 and shapes at 3 in ${theme}`, async () => {
      const host = await fixture<HTMLElement>(html`<test-tokens theme=${theme}></test-tokens>`);
      for (const [text, surface] of TEXT_PAIRS) {
        expect(ratio(colour(host, text), colour(host, surface)), `${text} on ${surface}`).to.be.at.least(4.5);
      }
      for (const [shape, surface] of SHAPE_PAIRS) {
        expect(ratio(colour(host, shape), colour(host, surface)), `${shape} on ${surface}`).to.be.at.least(3);
      }
    });
  }

  it('take the page’s value from any ancestor, and derive from its primary colour', async () => {
    const parent = await fixture<HTMLElement>(html`<div><test-tokens theme="light"></test-tokens></div>`);
    const host = parent.querySelector<HTMLElement>('test-tokens');
    if (!host) throw new Error('No host');
    parent.style.setProperty('--gc-primary', 'rgb(138, 63, 29)');
    for (const token of ['primary', 'accent', 'focus', 'bubble-visitor']) {
      expect(colour(host, token), token).to.deep.equal([138, 63, 29]);
    }
    expect(ratio(colour(host, 'on-primary-soft'), colour(host, 'primary-soft'))).to.be.at.least(4.5);
    parent.style.setProperty('--gc-accent', 'rgb(1, 2, 3)');
    expect(colour(host, 'accent')).to.deep.equal([1, 2, 3]);
    expect(colour(host, 'focus')).to.deep.equal([1, 2, 3]);
  });

  it('never declare a public property, which would hide the page’s', () => {
    expect(tokens.cssText).to.not.match(/--gc-[\w-]+\s*:/);
  });
});
