// Dutch: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Jij',
  team: 'Team',
  visitor: 'Bezoeker',
  newMessages: { one: '{n} nieuw bericht', other: '{n} nieuwe berichten' },
  newLine: 'Nieuw',
  toNewest: 'Naar het nieuwste bericht',
  typing: '{name} typt',
  deleted: 'Bericht verwijderd',
  edited: 'Bewerkt',
  sending: 'Wordt verzonden',
  sent: 'Verzonden',
  delivered: 'Afgeleverd',
  read: 'Gelezen',
  notSent: 'Niet verzonden.',
  retry: 'Opnieuw proberen',
  discard: 'Verwijderen',
  download: 'Downloaden',
  openImage: 'Afbeelding {name} openen',
  charactersLeft: { one: 'Nog {n} teken', other: 'Nog {n} tekens' },
  tooLong: { one: 'Dit bericht is {n} teken te lang.', other: 'Dit bericht is {n} tekens te lang.' },
};
