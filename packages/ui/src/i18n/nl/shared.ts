// Dutch: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Jij',
  team: 'Team',
  visitor: 'Bezoeker',
  newMessages: { one: '{n} nieuw bericht', other: '{n} nieuwe berichten' },
  newLine: 'Nieuw',
  toNewest: 'Naar het nieuwste bericht',
  typing: '{name} typt',
  deleted: 'Bericht verwijderd',
  edited: 'Bewerkt',
  sending: 'Wordt verzonden',
  sent: 'Verzonden',
  delivered: 'Afgeleverd',
  read: 'Gelezen',
  notSent: 'Niet verzonden.',
  stillTrying: 'Nog niet verzonden. Volgende poging: {time}',
  retry: 'Opnieuw proberen',
  discard: 'Verwijderen',
  download: 'Downloaden',
  openImage: 'Afbeelding {name} openen',
  closeImage: 'Afbeelding sluiten',
  charactersLeft: { one: 'Nog {n} teken', other: 'Nog {n} tekens' },
  tooLong: { one: 'Dit bericht is {n} teken te lang.', other: 'Dit bericht is {n} tekens te lang.' },
  attachFile: 'Bestand bijvoegen',
  fileTooLarge: '{file} is te groot. De limiet is {size}.',
  fileTypeRefused: '{file} kan niet worden verzonden. Toegestaan: {types}.',
  uploading: '{file} wordt geüpload',
  uploadStopped: 'Uploaden gestopt.',
  cancelUpload: 'Uploaden van {file} annuleren',
  removeFile: '{file} verwijderen',
  tooManyFiles: 'Hoogstens {n} bestanden per bericht.',
  filesNotAllowed: 'Hier worden vandaag geen bestanden meer aangenomen.',
  emoji: 'Emoji',
};
