// Traditional Chinese: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: '您',
  team: '團隊',
  visitor: '訪客',
  newMessages: { other: '{n} 則新訊息' },
  newLine: '新訊息',
  toNewest: '跳到最新訊息',
  typing: '{name} 正在輸入',
  deleted: '訊息已刪除',
  edited: '已編輯',
  sending: '傳送中',
  sent: '已傳送',
  delivered: '已送達',
  read: '已讀',
  notSent: '未傳送。',
  stillTrying: '尚未傳送。下次嘗試：{time}',
  retry: '重試',
  discard: '刪除',
  download: '下載',
  openImage: '開啟圖片 {name}',
  closeImage: '關閉圖片',
  charactersLeft: { other: '還可輸入 {n} 個字' },
  tooLong: { other: '這則訊息超出 {n} 個字。' },
  attachFile: '附加檔案',
  fileTooLarge: '{file} 太大，上限為 {size}。',
  fileTypeRefused: '無法傳送 {file}。允許的類型：{types}。',
  uploading: '正在上傳 {file}',
  uploadStopped: '上傳已停止。',
  cancelUpload: '取消上傳 {file}',
  removeFile: '移除 {file}',
  tooManyFiles: '每則訊息最多 {n} 個檔案。',
  filesNotAllowed: '今天這裡不再接收檔案。',
  emoji: '表情符號',
};
