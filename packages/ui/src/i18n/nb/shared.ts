// Norwegian Bokmål: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Du',
  team: 'Teamet',
  visitor: 'Besøkende',
  newMessages: { one: '{n} ny melding', other: '{n} nye meldinger' },
  newLine: 'Nytt',
  toNewest: 'Gå til nyeste melding',
  typing: '{name} skriver',
  deleted: 'Meldingen er slettet',
  edited: 'Redigert',
  sending: 'Sender',
  sent: 'Sendt',
  delivered: 'Levert',
  read: 'Lest',
  notSent: 'Ikke sendt.',
  stillTrying: 'Ikke sendt ennå. Neste forsøk: {time}',
  retry: 'Prøv igjen',
  discard: 'Slett',
  download: 'Last ned',
  openImage: 'Åpne bildet {name}',
  closeImage: 'Lukk bildet',
  charactersLeft: { one: '{n} tegn igjen', other: '{n} tegn igjen' },
  tooLong: { one: 'Meldingen er {n} tegn for lang.', other: 'Meldingen er {n} tegn for lang.' },
  attachFile: 'Legg ved en fil',
  fileTooLarge: '{file} er for stor. Grensen er {size}.',
  fileTypeRefused: '{file} kan ikke sendes. Tillatt: {types}.',
  uploading: 'Laster opp {file}',
  uploadStopped: 'Opplastingen stoppet.',
  cancelUpload: 'Avbryt opplasting av {file}',
  removeFile: 'Fjern {file}',
  tooManyFiles: 'Høyst {n} filer per melding.',
  filesNotAllowed: 'Flere filer tas ikke imot her i dag.',
  emoji: 'Emoji',
};
