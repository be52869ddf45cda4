// Files in the composer. What is chosen belongs to the chat, so that a closed panel keeps it.

import { html } from 'lit';
import { FILE_LIMITS } from '@globalchat/core';
import type { Conversation, VisitorChat } from '@globalchat/core';
import { attachButton, ComposerFiles, extension, fileTexts } from '@globalchat/ui';
import type { ComposerProps, LazyModule, Localizer, StagedFiles } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import type * as ChosenFilesModule from './chosen-files.ts';
import type { PanelContext } from '../shell/panel-context.ts';

const withFileTexts = extension(fileTexts);
/** The page hears of these, also when the last one goes. */
const used = new WeakSet<StagedFiles>();
const filesOfChat = new WeakMap<VisitorChat, ComposerFiles>();

/** What is chosen, what the composer is given besides its text, and what stands above it. */
export function composerFiles(
  host: ViewHost,
  conversation: Conversation,
  { chat, host: page, localizer: baseLocalizer }: PanelContext,
  chosenFiles: LazyModule<typeof ChosenFilesModule>,
): { readonly staged: StagedFiles; readonly tray: unknown; readonly props: Partial<ComposerProps> } {
  const files = filesOfChat.get(chat) ?? new ComposerFiles(FILE_LIMITS);
  filesOfChat.set(chat, files);
  const staged = files.show(host, conversation);
  const localizer = withFileTexts(baseLocalizer);
  const isUsed = !staged.isEmpty || staged.refused;
  if (isUsed) used.add(staged);
  if (used.has(staged)) chosenFiles.get()?.tellOfFiles(page, staged, conversation);
  return {
    staged,
    tray: isUsed
      ? (chosenFiles.get()?.fileTray(staged, localizer) ?? whileNoTray(staged, localizer))
      : undefined,
    props: {
      tools: attachButton(staged, localizer),
      sendable: staged.files.length > 0,
      busy: staged.preparing,
    },
  };
}

/** Without a network neither the check nor the list comes, and yet it is said. */
const whileNoTray = ({ refused }: StagedFiles, localizer: Localizer<'uploadStopped'>): unknown =>
  refused && (refused.code ?? 'network') === 'network'
    ? html`<p role="alert">${localizer.t('uploadStopped')}</p>`
    : undefined;
