// Thai: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'คุณ',
  team: 'ทีมงาน',
  visitor: 'ผู้เยี่ยมชม',
  newMessages: { other: 'ข้อความใหม่ {n} ข้อความ' },
  newLine: 'ใหม่',
  toNewest: 'ไปยังข้อความล่าสุด',
  typing: '{name} กำลังพิมพ์',
  deleted: 'ลบข้อความแล้ว',
  edited: 'แก้ไขแล้ว',
  sending: 'กำลังส่ง',
  sent: 'ส่งแล้ว',
  delivered: 'ถึงแล้ว',
  read: 'อ่านแล้ว',
  notSent: 'ยังไม่ได้ส่ง',
  stillTrying: 'ยังไม่ได้ส่ง ลองอีกครั้ง: {time}',
  retry: 'ลองใหม่',
  discard: 'ลบ',
  download: 'ดาวน์โหลด',
  openImage: 'เปิดรูป {name}',
  closeImage: 'ปิดรูปภาพ',
  charactersLeft: { other: 'เหลือ {n} อักขระ' },
  tooLong: { other: 'ข้อความนี้ยาวเกินไป {n} อักขระ' },
  attachFile: 'แนบไฟล์',
  fileTooLarge: '{file} ใหญ่เกินไป ขนาดสูงสุดคือ {size}',
  fileTypeRefused: 'ส่ง {file} ไม่ได้ ชนิดที่ส่งได้: {types}',
  uploading: 'กำลังอัปโหลด {file}',
  uploadStopped: 'การอัปโหลดหยุดลง',
  cancelUpload: 'ยกเลิกการอัปโหลด {file}',
  removeFile: 'นำ {file} ออก',
  tooManyFiles: 'แนบไฟล์ได้ไม่เกิน {n} ไฟล์ต่อข้อความ',
  filesNotAllowed: 'วันนี้ไม่รับไฟล์เพิ่มแล้ว',
  emoji: 'อีโมจิ',
};
