// Polish: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Ty',
  team: 'Zespół',
  visitor: 'Gość',
  newMessages: {
    one: '{n} nowa wiadomość',
    few: '{n} nowe wiadomości',
    many: '{n} nowych wiadomości',
    other: '{n} nowej wiadomości',
  },
  newLine: 'Nowe',
  toNewest: 'Przejdź do najnowszej wiadomości',
  typing: '{name} pisze',
  deleted: 'Wiadomość usunięta',
  edited: 'Edytowano',
  sending: 'Wysyłanie',
  sent: 'Wysłano',
  delivered: 'Dostarczono',
  read: 'Przeczytano',
  notSent: 'Nie wysłano.',
  stillTrying: 'Jeszcze nie wysłano. Następna próba: {time}',
  retry: 'Ponów',
  discard: 'Usuń',
  download: 'Pobierz',
  openImage: 'Otwórz obraz {name}',
  closeImage: 'Zamknij obraz',
  charactersLeft: {
    one: 'Pozostał {n} znak',
    few: 'Pozostały {n} znaki',
    many: 'Pozostało {n} znaków',
    other: 'Pozostało {n} znaku',
  },
  tooLong: {
    one: 'Ta wiadomość jest za długa o {n} znak.',
    few: 'Ta wiadomość jest za długa o {n} znaki.',
    many: 'Ta wiadomość jest za długa o {n} znaków.',
    other: 'Ta wiadomość jest za długa o {n} znaku.',
  },
  attachFile: 'Dołącz plik',
  fileTooLarge: 'Plik {file} jest za duży. Limit to {size}.',
  fileTypeRefused: 'Pliku {file} nie można wysłać. Dozwolone: {types}.',
  uploading: 'Przesyłanie {file}',
  uploadStopped: 'Przesyłanie przerwane.',
  cancelUpload: 'Anuluj przesyłanie {file}',
  removeFile: 'Usuń {file}',
  tooManyFiles: 'Najwyżej {n} plików w wiadomości.',
  filesNotAllowed: 'Dziś nie przyjmujemy tu więcej plików.',
  emoji: 'Emoji',
};
