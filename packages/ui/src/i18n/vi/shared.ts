// Vietnamese: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

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
  stillTrying: 'Chưa gửi được. Lần thử tiếp theo: {time}',
  retry: 'Thử lại',
  discard: 'Xóa',
  download: 'Tải xuống',
  openImage: 'Mở ảnh {name}',
  closeImage: 'Đóng hình ảnh',
  charactersLeft: { other: 'Còn {n} ký tự' },
  tooLong: { other: 'Tin nhắn này dài quá {n} ký tự.' },
  attachFile: 'Đính kèm tệp',
  fileTooLarge: '{file} quá lớn. Giới hạn là {size}.',
  fileTypeRefused: 'Không thể gửi {file}. Cho phép: {types}.',
  uploading: 'Đang tải lên {file}',
  uploadStopped: 'Đã dừng tải lên.',
  cancelUpload: 'Hủy tải lên {file}',
  removeFile: 'Bỏ {file}',
  tooManyFiles: 'Mỗi tin nhắn tối đa {n} tệp.',
  filesNotAllowed: 'Hôm nay ở đây không nhận thêm tệp.',
  emoji: 'Biểu tượng cảm xúc',
};
