// Spanish: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

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
  retry: 'Reintentar',
  discard: 'Eliminar',
  download: 'Descargar',
  openImage: 'Abrir la imagen {name}',
  charactersLeft: { one: 'Queda {n} carácter', other: 'Quedan {n} caracteres' },
  tooLong: {
    one: 'Este mensaje se pasa por {n} carácter.',
    other: 'Este mensaje se pasa por {n} caracteres.',
  },
};
