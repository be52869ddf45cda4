// Spanish: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Tú',
  team: 'Equipo',
  visitor: 'Visitante',
  newMessages: { one: '{n} mensaje nuevo', other: '{n} mensajes nuevos' },
  newLine: 'Nuevo',
  toNewest: 'Ir al mensaje más reciente',
  typing: '{name} está escribiendo',
  deleted: 'Mensaje eliminado',
  edited: 'Editado',
  sending: 'Enviando',
  sent: 'Enviado',
  delivered: 'Entregado',
  read: 'Leído',
  notSent: 'No enviado.',
  stillTrying: 'Aún sin enviar. Próximo intento: {time}',
  retry: 'Reintentar',
  discard: 'Eliminar',
  download: 'Descargar',
  openImage: 'Abrir la imagen {name}',
  closeImage: 'Cerrar la imagen',
  charactersLeft: { one: 'Queda {n} carácter', other: 'Quedan {n} caracteres' },
  tooLong: {
    one: 'Este mensaje se pasa por {n} carácter.',
    other: 'Este mensaje se pasa por {n} caracteres.',
  },
  attachFile: 'Adjuntar un archivo',
  fileEmpty: '{file} está vacío.',
  fileTooLarge: '{file} es demasiado grande. El límite es {size}.',
  fileTypeRefused: '{file} no se puede enviar. Permitidos: {types}.',
  uploading: 'Subiendo {file}',
  uploadStopped: 'Subida interrumpida.',
  cancelUpload: 'Cancelar la subida de {file}',
  removeFile: 'Quitar {file}',
  tooManyFiles: 'Como máximo {n} archivos por mensaje.',
  filesNotAllowed: 'Hoy no se aceptan más archivos aquí.',
  emoji: 'Emoji',
};
