// Indonesian: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Anda',
  team: 'Tim',
  visitor: 'Pengunjung',
  newMessages: { other: '{n} pesan baru' },
  newLine: 'Baru',
  toNewest: 'Ke pesan terbaru',
  typing: '{name} sedang mengetik',
  deleted: 'Pesan dihapus',
  edited: 'Diedit',
  sending: 'Mengirim',
  sent: 'Terkirim',
  delivered: 'Sampai',
  read: 'Dibaca',
  notSent: 'Tidak terkirim.',
  stillTrying: 'Belum terkirim. Coba lagi: {time}',
  retry: 'Coba lagi',
  discard: 'Hapus',
  download: 'Unduh',
  openImage: 'Buka gambar {name}',
  closeImage: 'Tutup gambar',
  charactersLeft: { other: 'Sisa {n} karakter' },
  tooLong: { other: 'Pesan ini kelebihan {n} karakter.' },
  attachFile: 'Lampirkan berkas',
  fileTooLarge: '{file} terlalu besar. Batasnya {size}.',
  fileTypeRefused: '{file} tidak bisa dikirim. Diizinkan: {types}.',
  uploading: 'Mengunggah {file}',
  uploadStopped: 'Unggahan berhenti.',
  cancelUpload: 'Batalkan unggahan {file}',
  removeFile: 'Hapus {file}',
  tooManyFiles: 'Paling banyak {n} berkas per pesan.',
  filesNotAllowed: 'Berkas lain tidak diterima di sini hari ini.',
  emoji: 'Emoji',
};
