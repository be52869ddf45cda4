// Italian: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Tu',
  team: 'Team',
  visitor: 'Visitatore',
  newMessages: { one: '{n} nuovo messaggio', other: '{n} nuovi messaggi' },
  newLine: 'Nuovo',
  toNewest: 'Vai al messaggio più recente',
  typing: '{name} sta scrivendo',
  deleted: 'Messaggio eliminato',
  edited: 'Modificato',
  sending: 'Invio in corso',
  sent: 'Inviato',
  delivered: 'Consegnato',
  read: 'Letto',
  notSent: 'Non inviato.',
  stillTrying: 'Non ancora inviato. Prossimo tentativo: {time}',
  retry: 'Riprova',
  discard: 'Elimina',
  download: 'Scarica',
  openImage: 'Apri l’immagine {name}',
  closeImage: 'Chiudi immagine',
  charactersLeft: { one: '{n} carattere rimasto', other: '{n} caratteri rimasti' },
  tooLong: {
    one: 'Questo messaggio supera il limite di {n} carattere.',
    other: 'Questo messaggio supera il limite di {n} caratteri.',
  },
  attachFile: 'Allega un file',
  fileEmpty: '{file} è vuoto.',
  fileTooLarge: '{file} è troppo grande. Il limite è {size}.',
  fileTypeRefused: '{file} non può essere inviato. Consentiti: {types}.',
  uploading: 'Caricamento di {file}',
  uploadStopped: 'Caricamento interrotto.',
  cancelUpload: 'Annulla il caricamento di {file}',
  removeFile: 'Rimuovi {file}',
  tooManyFiles: 'Al massimo {n} file per messaggio.',
  filesNotAllowed: 'Oggi qui non si accettano altri file.',
  emoji: 'Emoji',
};
