// Ukrainian: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Ви',
  team: 'Команда',
  visitor: 'Відвідувач',
  newMessages: {
    one: '{n} нове повідомлення',
    few: '{n} нові повідомлення',
    many: '{n} нових повідомлень',
    other: '{n} нового повідомлення',
  },
  newLine: 'Нове',
  toNewest: 'До останнього повідомлення',
  typing: '{name} пише',
  deleted: 'Повідомлення видалено',
  edited: 'Змінено',
  sending: 'Надсилається',
  sent: 'Надіслано',
  delivered: 'Доставлено',
  read: 'Прочитано',
  notSent: 'Не надіслано.',
  stillTrying: 'Ще не надіслано. Наступна спроба: {time}',
  retry: 'Повторити',
  discard: 'Видалити',
  download: 'Завантажити',
  openImage: 'Відкрити зображення {name}',
  closeImage: 'Закрити зображення',
  charactersLeft: {
    one: 'Залишився {n} символ',
    few: 'Залишилося {n} символи',
    many: 'Залишилося {n} символів',
    other: 'Залишилося {n} символу',
  },
  tooLong: {
    one: 'Повідомлення задовге на {n} символ.',
    few: 'Повідомлення задовге на {n} символи.',
    many: 'Повідомлення задовге на {n} символів.',
    other: 'Повідомлення задовге на {n} символу.',
  },
  attachFile: 'Додати файл',
  fileTooLarge: 'Файл {file} завеликий. Обмеження: {size}.',
  fileTypeRefused: 'Файл {file} не можна надіслати. Дозволено: {types}.',
  uploading: 'Завантажується {file}',
  uploadStopped: 'Завантаження перервано.',
  cancelUpload: 'Скасувати завантаження {file}',
  removeFile: 'Прибрати {file}',
  tooManyFiles: 'Не більше {n} файлів у повідомленні.',
  filesNotAllowed: 'Сьогодні тут більше не приймають файли.',
  emoji: 'Емодзі',
};
