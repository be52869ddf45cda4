// French: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

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
  stillTrying: 'Pas encore envoyé. Prochain essai : {time}',
  retry: 'Réessayer',
  discard: 'Supprimer',
  download: 'Télécharger',
  openImage: 'Ouvrir l’image {name}',
  closeImage: 'Fermer l’image',
  charactersLeft: { one: '{n} caractère restant', other: '{n} caractères restants' },
  tooLong: {
    one: 'Ce message dépasse la limite de {n} caractère.',
    other: 'Ce message dépasse la limite de {n} caractères.',
  },
  attachFile: 'Joindre un fichier',
  fileEmpty: '{file} est vide.',
  fileTooLarge: '{file} est trop volumineux. La limite est de {size}.',
  fileTypeRefused: '{file} ne peut pas être envoyé. Autorisés : {types}.',
  uploading: 'Envoi de {file}',
  uploadStopped: 'Envoi interrompu.',
  cancelUpload: 'Annuler l’envoi de {file}',
  removeFile: 'Retirer {file}',
  tooManyFiles: 'Au plus {n} fichiers par message.',
  filesNotAllowed: 'Aucun autre fichier n’est accepté ici aujourd’hui.',
  emoji: 'Emoji',
};
