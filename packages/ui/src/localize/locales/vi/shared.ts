// Vietnamese: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'Bạn',
  team: 'Đội ngũ',
  visitor: 'Khách',
  newMessages: { other: '{n} tin nhắn mới' },
  newLine: 'Mới',
  toNewest: 'Đến tin nhắn mới nhất',
  typing: '{name} đang nhập',
  deleted: 'Tin nhắn đã bị xóa',
  edited: 'Đã sửa',
  sending: 'Đang gửi',
  sent: 'Đã gửi',
  delivered: 'Đã nhận',
  read: 'Đã đọc',
  notSent: 'Chưa gửi được.',
  retry: 'Thử lại',
  discard: 'Xóa',
  download: 'Tải xuống',
  openImage: 'Mở ảnh {name}',
  charactersLeft: { other: 'Còn {n} ký tự' },
  tooLong: { other: 'Tin nhắn này dài quá {n} ký tự.' },
};
