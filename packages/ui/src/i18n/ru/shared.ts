// Russian: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Вы',
  team: 'Команда',
  visitor: 'Посетитель',
  newMessages: {
    one: '{n} новое сообщение',
    few: '{n} новых сообщения',
    many: '{n} новых сообщений',
    other: '{n} нового сообщения',
  },
  newLine: 'Новое',
  toNewest: 'К последнему сообщению',
  typing: '{name} печатает',
  deleted: 'Сообщение удалено',
  edited: 'Изменено',
  sending: 'Отправляется',
  sent: 'Отправлено',
  delivered: 'Доставлено',
  read: 'Прочитано',
  notSent: 'Не отправлено.',
  stillTrying: 'Ещё не отправлено. Следующая попытка: {time}',
  retry: 'Повторить',
  discard: 'Удалить',
  download: 'Скачать',
  openImage: 'Открыть изображение {name}',
  closeImage: 'Закрыть изображение',
  charactersLeft: {
    one: 'Остался {n} символ',
    few: 'Осталось {n} символа',
    many: 'Осталось {n} символов',
    other: 'Осталось {n} символа',
  },
  tooLong: {
    one: 'Сообщение длиннее на {n} символ.',
    few: 'Сообщение длиннее на {n} символа.',
    many: 'Сообщение длиннее на {n} символов.',
    other: 'Сообщение длиннее на {n} символа.',
  },
  attachFile: 'Прикрепить файл',
  fileTooLarge: 'Файл {file} слишком большой. Предел: {size}.',
  fileTypeRefused: 'Файл {file} нельзя отправить. Можно: {types}.',
  uploading: 'Загружается {file}',
  uploadStopped: 'Загрузка прервана.',
  cancelUpload: 'Отменить загрузку {file}',
  removeFile: 'Убрать {file}',
  tooManyFiles: 'Не больше {n} файлов в сообщении.',
  filesNotAllowed: 'Сегодня здесь больше не принимают файлы.',
  emoji: 'Эмодзи',
};
