// Romanian: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Dvs.',
  team: 'Echipa',
  visitor: 'Vizitator',
  newMessages: { one: '{n} mesaj nou', few: '{n} mesaje noi', other: '{n} de mesaje noi' },
  newLine: 'Noi',
  toNewest: 'Salt la cel mai nou mesaj',
  typing: '{name} scrie',
  deleted: 'Mesaj șters',
  edited: 'Editat',
  sending: 'Se trimite',
  sent: 'Trimis',
  delivered: 'Livrat',
  read: 'Citit',
  notSent: 'Netrimis.',
  stillTrying: 'Încă netrimis. Următoarea încercare: {time}',
  retry: 'Reîncearcă',
  discard: 'Șterge',
  download: 'Descarcă',
  openImage: 'Deschide imaginea {name}',
  closeImage: 'Închide imaginea',
  charactersLeft: {
    one: '{n} caracter rămas',
    few: '{n} caractere rămase',
    other: '{n} de caractere rămase',
  },
  tooLong: {
    one: 'Mesajul depășește limita cu {n} caracter.',
    few: 'Mesajul depășește limita cu {n} caractere.',
    other: 'Mesajul depășește limita cu {n} de caractere.',
  },
  attachFile: 'Atașează un fișier',
  fileEmpty: '{file} este gol.',
  fileTooLarge: '{file} este prea mare. Limita este {size}.',
  fileTypeRefused: '{file} nu poate fi trimis. Permise: {types}.',
  uploading: 'Se încarcă {file}',
  uploadStopped: 'Încărcarea s-a oprit.',
  cancelUpload: 'Anulează încărcarea {file}',
  removeFile: 'Elimină {file}',
  tooManyFiles: 'Cel mult {n} fișiere per mesaj.',
  filesNotAllowed: 'Astăzi nu mai primim fișiere aici.',
  emoji: 'Emoji',
};
