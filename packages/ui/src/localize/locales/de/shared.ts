// German: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Sie',
  team: 'Team',
  visitor: 'Gast',
  newMessages: { one: '{n} neue Nachricht', other: '{n} neue Nachrichten' },
  newLine: 'Neu',
  toNewest: 'Zur neuesten Nachricht',
  typing: '{name} schreibt',
  deleted: 'Nachricht gelöscht',
  edited: 'Bearbeitet',
  sending: 'Wird gesendet',
  sent: 'Gesendet',
  delivered: 'Zugestellt',
  read: 'Gelesen',
  notSent: 'Nicht gesendet.',
  retry: 'Erneut senden',
  discard: 'Löschen',
  download: 'Herunterladen',
  openImage: 'Bild {name} öffnen',
  charactersLeft: { one: 'Noch {n} Zeichen', other: 'Noch {n} Zeichen' },
  tooLong: {
    one: 'Diese Nachricht ist um {n} Zeichen zu lang.',
    other: 'Diese Nachricht ist um {n} Zeichen zu lang.',
  },
};
