// Brazilian Portuguese: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

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
  stillTrying: 'Ainda não enviada. Próxima tentativa: {time}',
  retry: 'Tentar de novo',
  discard: 'Apagar',
  download: 'Baixar',
  openImage: 'Abrir a imagem {name}',
  closeImage: 'Fechar imagem',
  charactersLeft: { one: '{n} caractere restante', other: '{n} caracteres restantes' },
  tooLong: {
    one: 'Esta mensagem passou do limite em {n} caractere.',
    other: 'Esta mensagem passou do limite em {n} caracteres.',
  },
  attachFile: 'Anexar um arquivo',
  fileEmpty: '{file} está vazio.',
  fileTooLarge: '{file} é grande demais. O limite é {size}.',
  fileTypeRefused: '{file} não pode ser enviado. Permitidos: {types}.',
  uploading: 'Enviando {file}',
  uploadStopped: 'Envio interrompido.',
  cancelUpload: 'Cancelar o envio de {file}',
  removeFile: 'Remover {file}',
  tooManyFiles: 'No máximo {n} arquivos por mensagem.',
  filesNotAllowed: 'Hoje não são aceitos mais arquivos aqui.',
  emoji: 'Emoji',
};
