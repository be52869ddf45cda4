// Indonesian: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

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
  retry: 'Coba lagi',
  discard: 'Hapus',
  download: 'Unduh',
  openImage: 'Buka gambar {name}',
  charactersLeft: { other: 'Sisa {n} karakter' },
  tooLong: { other: 'Pesan ini kelebihan {n} karakter.' },
};
