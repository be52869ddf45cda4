// Traditional Chinese: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

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
  retry: '重試',
  discard: '刪除',
  download: '下載',
  openImage: '開啟圖片 {name}',
  charactersLeft: { other: '還可輸入 {n} 個字' },
  tooLong: { other: '這則訊息超出 {n} 個字。' },
};
