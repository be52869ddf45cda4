// Formatted text. Until what draws it is there, a text stands as it was written.

import type { ReactiveControllerHost } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { LatePart } from '../late-part.ts';
import type { Arrived } from '../late-part.ts';
import type * as chunk from './rich.ts';

/** Whatever Markdown could change, and turned text; a false alarm only loads the chunk. */
const FORMATTED = /[*_`[\u202a-\u202e\u2066-\u2069]|https?:|^ *(?:-|\d+[.)]) /im;

const arrived: Arrived<typeof chunk> = {};

export class RichText extends LatePart<typeof chunk> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    super(host, arrived, () => import('./rich.ts'));
  }

  render({ content }: ConversationMessage): unknown {
    return FORMATTED.test(content) ? (this.get()?.renderMarkdown(content) ?? content) : content;
  }
}
