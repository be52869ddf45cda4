// Files in the composer, as a part of its own: the button comes when the panel is already usable. Owns what is chosen in
// each conversation, so that a closed panel keeps it; what may be sent is the conversation's knowledge.

import { FILE_LIMITS, toGlobalChatError } from '@globalchat/core';
import type { Conversation } from '@globalchat/core';
import {
  attachButton,
  FileDrop,
  fileTexts,
  fileTray,
  fileTrayStyles,
  moreTokens,
  skeletonStyles,
  StagedFiles,
  withFormats,
} from '@globalchat/ui';
import type { ComposerProps, FileKey, Localizer, PanelKey, StagedFile } from '@globalchat/ui';
import type { WidgetLocalizer } from './localization.ts';
import type { ViewHost } from './view-host.ts';

const staged = new WeakMap<Conversation, StagedFiles>();
/** The conversation whose composer a host shows. */
const shown = new WeakMap<ViewHost, Conversation>();
const extended = new WeakMap<WidgetLocalizer, Localizer<PanelKey | FileKey>>();

/** What the composer is given besides its text, and what stands above it. */
export function composerFiles(
  host: ViewHost,
  conversation: Conversation,
  widgetLocalizer: WidgetLocalizer,
): { readonly tray: unknown; readonly props: Partial<ComposerProps> } {
  if (!shown.has(host)) takeDropped(host);
  shown.set(host, conversation);
  const files = staged.get(conversation) ?? stage(conversation, () => host.requestUpdate());
  const localizer = withFileTexts(widgetLocalizer);
  return {
    tray: fileTray(files, localizer),
    props: {
      tools: attachButton(files, localizer),
      sendable: files.files.length > 0,
      busy: files.preparing,
    },
  };
}

function takeDropped(host: ViewHost): void {
  new FileDrop(host, (files) => {
    const conversation = shown.get(host);
    void (conversation && staged.get(conversation)?.add(files));
    return true;
  });
}

/** What goes with the next message. */
export function chosenFiles(conversation: Conversation): readonly StagedFile[] {
  return staged.get(conversation)?.files ?? [];
}

/** These are in the outbox now. */
export function releaseFiles(conversation: Conversation, files: readonly StagedFile[]): void {
  staged.get(conversation)?.release(files);
}

function stage(conversation: Conversation, onChange: () => void): StagedFiles {
  const files = new StagedFiles({
    limits: FILE_LIMITS,
    onChange,
    check: (chosen) =>
      conversation.checkFiles(chosen).then(
        () => null,
        (cause: unknown) => toGlobalChatError(cause).code,
      ),
  });
  staged.set(conversation, files);
  return files;
}

/** The localizer with the texts of files and formats; made once for each, since formatters are slow to make. */
function withFileTexts(localizer: WidgetLocalizer): Localizer<PanelKey | FileKey> {
  const known = extended.get(localizer) ?? withFormats(localizer.extend(fileTexts));
  extended.set(localizer, known);
  return known;
}

export const styles = [moreTokens, skeletonStyles, fileTrayStyles];
