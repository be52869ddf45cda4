// Greek: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Εσείς',
  team: 'Ομάδα',
  visitor: 'Επισκέπτης',
  newMessages: { one: '{n} νέο μήνυμα', other: '{n} νέα μηνύματα' },
  newLine: 'Νέα',
  toNewest: 'Μετάβαση στο νεότερο μήνυμα',
  typing: '{name} πληκτρολογεί',
  deleted: 'Το μήνυμα διαγράφηκε',
  edited: 'Επεξεργασμένο',
  sending: 'Αποστολή',
  sent: 'Στάλθηκε',
  delivered: 'Παραδόθηκε',
  read: 'Διαβάστηκε',
  notSent: 'Δεν στάλθηκε.',
  stillTrying: 'Δεν στάλθηκε ακόμα. Επόμενη προσπάθεια: {time}',
  retry: 'Επανάληψη',
  discard: 'Διαγραφή',
  download: 'Λήψη',
  openImage: 'Άνοιγμα εικόνας {name}',
  closeImage: 'Κλείσιμο εικόνας',
  charactersLeft: { one: 'Απομένει {n} χαρακτήρας', other: 'Απομένουν {n} χαρακτήρες' },
  tooLong: {
    one: 'Το μήνυμα υπερβαίνει το όριο κατά {n} χαρακτήρα.',
    other: 'Το μήνυμα υπερβαίνει το όριο κατά {n} χαρακτήρες.',
  },
  attachFile: 'Επισύναψη αρχείου',
  fileEmpty: 'Το {file} είναι κενό.',
  fileTooLarge: 'Το {file} είναι πολύ μεγάλο. Το όριο είναι {size}.',
  fileTypeRefused: 'Το {file} δεν μπορεί να σταλεί. Επιτρέπονται: {types}.',
  uploading: 'Μεταφόρτωση {file}',
  uploadStopped: 'Η μεταφόρτωση διακόπηκε.',
  cancelUpload: 'Ακύρωση μεταφόρτωσης {file}',
  removeFile: 'Αφαίρεση {file}',
  tooManyFiles: 'Έως {n} αρχεία ανά μήνυμα.',
  filesNotAllowed: 'Δεν δεχόμαστε άλλα αρχεία εδώ σήμερα.',
  emoji: 'Emoji',
};
