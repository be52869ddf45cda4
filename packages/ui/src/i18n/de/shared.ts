// German: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

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
  stillTrying: 'Noch nicht gesendet. Nächster Versuch: {time}',
  retry: 'Erneut senden',
  discard: 'Löschen',
  download: 'Herunterladen',
  openImage: 'Bild {name} öffnen',
  closeImage: 'Bild schließen',
  charactersLeft: { one: 'Noch {n} Zeichen', other: 'Noch {n} Zeichen' },
  tooLong: {
    one: 'Diese Nachricht ist um {n} Zeichen zu lang.',
    other: 'Diese Nachricht ist um {n} Zeichen zu lang.',
  },
  attachFile: 'Datei anhängen',
  fileEmpty: '{file} ist leer.',
  fileTooLarge: '{file} ist zu groß. Erlaubt sind {size}.',
  fileTypeRefused: '{file} kann nicht gesendet werden. Erlaubt: {types}.',
  uploading: '{file} wird hochgeladen',
  uploadStopped: 'Hochladen abgebrochen.',
  cancelUpload: 'Hochladen von {file} abbrechen',
  removeFile: '{file} entfernen',
  tooManyFiles: 'Höchstens {n} Dateien je Nachricht.',
  filesNotAllowed: 'Hier werden heute keine weiteren Dateien angenommen.',
  emoji: 'Emoji',
};
