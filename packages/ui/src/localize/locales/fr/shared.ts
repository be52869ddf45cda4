// French: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Vous',
  team: 'Équipe',
  visitor: 'Visiteur',
  newMessages: { one: '{n} nouveau message', other: '{n} nouveaux messages' },
  newLine: 'Nouveau',
  toNewest: 'Aller au message le plus récent',
  typing: '{name} écrit',
  deleted: 'Message supprimé',
  edited: 'Modifié',
  sending: 'Envoi',
  sent: 'Envoyé',
  delivered: 'Distribué',
  read: 'Lu',
  notSent: 'Non envoyé.',
  retry: 'Réessayer',
  discard: 'Supprimer',
  download: 'Télécharger',
  openImage: 'Ouvrir l’image {name}',
  charactersLeft: { one: '{n} caractère restant', other: '{n} caractères restants' },
  tooLong: {
    one: 'Ce message dépasse la limite de {n} caractère.',
    other: 'Ce message dépasse la limite de {n} caractères.',
  },
};
