// Turkish: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Siz',
  team: 'Ekip',
  visitor: 'Ziyaretçi',
  newMessages: { one: '{n} yeni mesaj', other: '{n} yeni mesaj' },
  newLine: 'Yeni',
  toNewest: 'En yeni mesaja git',
  typing: '{name} yazıyor',
  deleted: 'Mesaj silindi',
  edited: 'Düzenlendi',
  sending: 'Gönderiliyor',
  sent: 'Gönderildi',
  delivered: 'Teslim edildi',
  read: 'Okundu',
  notSent: 'Gönderilemedi.',
  stillTrying: 'Henüz gönderilmedi. Sonraki deneme: {time}',
  retry: 'Yeniden dene',
  discard: 'Sil',
  download: 'İndir',
  openImage: '{name} görselini aç',
  closeImage: 'Görseli kapat',
  charactersLeft: { one: '{n} karakter kaldı', other: '{n} karakter kaldı' },
  tooLong: { one: 'Bu mesaj {n} karakter fazla uzun.', other: 'Bu mesaj {n} karakter fazla uzun.' },
  attachFile: 'Dosya ekle',
  fileTooLarge: '{file} çok büyük. Sınır {size}.',
  fileTypeRefused: '{file} gönderilemez. İzin verilenler: {types}.',
  uploading: '{file} yükleniyor',
  uploadStopped: 'Yükleme durdu.',
  cancelUpload: '{file} yüklemesini iptal et',
  removeFile: '{file} dosyasını kaldır',
  tooManyFiles: 'Mesaj başına en fazla {n} dosya.',
  filesNotAllowed: 'Bugün burada başka dosya kabul edilmiyor.',
  emoji: 'Emoji',
};
