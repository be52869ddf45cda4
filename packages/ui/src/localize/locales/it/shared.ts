// Italian: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

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
  retry: 'Riprova',
  discard: 'Elimina',
  download: 'Scarica',
  openImage: 'Apri l’immagine {name}',
  charactersLeft: { one: '{n} carattere rimasto', other: '{n} caratteri rimasti' },
  tooLong: {
    one: 'Questo messaggio supera il limite di {n} carattere.',
    other: 'Questo messaggio supera il limite di {n} caratteri.',
  },
};
