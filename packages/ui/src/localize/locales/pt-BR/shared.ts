// Brazilian Portuguese: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Você',
  team: 'Equipe',
  visitor: 'Visitante',
  newMessages: { one: '{n} nova mensagem', other: '{n} novas mensagens' },
  newLine: 'Nova',
  toNewest: 'Ir para a mensagem mais recente',
  typing: '{name} está digitando',
  deleted: 'Mensagem apagada',
  edited: 'Editada',
  sending: 'Enviando',
  sent: 'Enviada',
  delivered: 'Entregue',
  read: 'Lida',
  notSent: 'Não enviada.',
  retry: 'Tentar de novo',
  discard: 'Apagar',
  download: 'Baixar',
  openImage: 'Abrir a imagem {name}',
  charactersLeft: { one: '{n} caractere restante', other: '{n} caracteres restantes' },
  tooLong: {
    one: 'Esta mensagem passou do limite em {n} caractere.',
    other: 'Esta mensagem passou do limite em {n} caracteres.',
  },
};
