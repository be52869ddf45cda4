// Nodes without the chat's templates, which are not there yet.

import { hueOf, initials, safePictureUrl } from '@globalchat/ui';

/** The six hues of faces. */
const HUES = [268, 50, 155, 335, 92, 205];

/** A message and who says it. */
export interface TriggerMessage {
  readonly name: string;
  readonly avatarUrl: string | null;
  /** Beside a person's name. */
  readonly teamName: string | null;
  readonly message: string;
}

export function create<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Decorative: the name stands beside it. */
export function face({ name, avatarUrl }: TriggerMessage): HTMLElement {
  const element = create('span', 'face', initials(name));
  element.ariaHidden = 'true';
  element.style.setProperty('--hue', String(HUES[hueOf(name)]));
  const address = safePictureUrl(avatarUrl);
  if (address) {
    const picture = create('img', '');
    picture.alt = '';
    picture.referrerPolicy = 'no-referrer';
    picture.onerror = () => picture.remove();
    picture.src = address;
    element.append(picture);
  }
  return element;
}
