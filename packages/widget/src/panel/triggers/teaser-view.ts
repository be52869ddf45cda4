// The bubble beside the launcher: who says it, what is said, and a way to close it. Built from nodes and text, so that it
// needs nothing else of the chat; a status, so that it is told politely and takes no focus.

import type { PanelHost } from '../../element/panel-contract.ts';
import { create, face } from './teaser-nodes.ts';
import type { TriggerMessage } from './teaser-nodes.ts';

export interface TeaserViewOptions {
  readonly host: PanelHost;
  readonly said: TriggerMessage;
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly closeLabel: string;
  readonly onAnswer: () => void;
  readonly onClose: () => void;
}

export interface TeaserView {
  readonly isHidden: boolean;
  /** Shows it, or not for now, with this style sheet. */
  show(isShown: boolean, styles: string): void;
  /** The focus that was in it goes to the launcher. */
  remove(): void;
}

function cross(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.ariaHidden = 'true';
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M6 6l12 12M18 6L6 18');
  svg.append(path);
  return svg;
}

export function createTeaserView({
  host,
  said,
  locale,
  dir,
  closeLabel,
  onAnswer,
  onClose,
}: TeaserViewOptions): TeaserView {
  const launcher = host.shadowRoot.firstElementChild as HTMLElement;
  const element = create('section', 'teaser');
  element.part.add('teaser');
  element.role = 'status';
  element.ariaLabel = said.name;
  const root = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];

  const who = create('span', '', create('b', '', said.name), said.teamName ? `  ${said.teamName}` : '');
  const text = create('span', 'text', said.message);
  text.dir = 'auto';
  const answer = create('button', 'answer', create('span', 'head', face(said), who), text);
  answer.onclick = onAnswer;
  // Who comes near means to chat: the panel is fetched as it is from the launcher.
  answer.onpointerenter = answer.onfocus = () => launcher.dispatchEvent(new PointerEvent('pointerenter'));
  const close = create('button', 'close', cross());
  close.ariaLabel = closeLabel;
  close.onclick = onClose;
  const card = create('div', 'card', answer, close);
  card.dir = dir;
  card.lang = locale;
  element.onkeydown = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };

  launcher.after(element);
  // What a status says is told when it changes, not when it comes with it.
  requestAnimationFrame(() => root.append(card));

  return {
    get isHidden() {
      return element.hidden !== false;
    },
    show(isShown, styles) {
      element.hidden = !isShown;
      sheet.replaceSync(styles);
    },
    remove() {
      const hadFocus = root.activeElement !== null;
      element.remove();
      if (hadFocus) launcher.focus();
    },
  };
}
