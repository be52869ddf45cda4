// Formatted text. Until what draws it is there, a text stands as it was written.

import type { ReactiveControllerHost } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { HostedModule } from '../hosted-module.ts';
import type { ModuleSource } from '../lazy-module.ts';
import type * as markdownModule from './markdown-module.ts';

/** Whatever Markdown could change, and turned text; a false alarm only loads the module. */
const FORMATTED = /[*_`[\u202a-\u202e\u2066-\u2069]|https?:|^ *(?:-|\d+[.)]) /im;

const source: ModuleSource<typeof markdownModule> = { load: () => import('./markdown-module.ts') };

export class RichText extends HostedModule<typeof markdownModule> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    super(host, source);
  }

  render({ content }: ConversationMessage): unknown {
    return FORMATTED.test(content) ? (this.get()?.renderMarkdown(content) ?? content) : content;
  }

  /** Its words, without the marks. */
  read({ content }: ConversationMessage): string {
    return source.loaded?.textOf(content) ?? content;
  }
}
