// Norwegian Bokmål: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Du',
  team: 'Teamet',
  visitor: 'Besøkende',
  newMessages: { one: '{n} ny melding', other: '{n} nye meldinger' },
  newLine: 'Nytt',
  toNewest: 'Gå til nyeste melding',
  typing: '{name} skriver',
  deleted: 'Meldingen er slettet',
  edited: 'Redigert',
  sending: 'Sender',
  sent: 'Sendt',
  delivered: 'Levert',
  read: 'Lest',
  notSent: 'Ikke sendt.',
  retry: 'Prøv igjen',
  discard: 'Slett',
  download: 'Last ned',
  openImage: 'Åpne bildet {name}',
  charactersLeft: { one: '{n} tegn igjen', other: '{n} tegn igjen' },
  tooLong: { one: 'Meldingen er {n} tegn for lang.', other: 'Meldingen er {n} tegn for lang.' },
};
