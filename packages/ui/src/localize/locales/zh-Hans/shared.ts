// Simplified Chinese: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: '您',
  team: '团队',
  visitor: '访客',
  newMessages: { other: '{n} 条新消息' },
  newLine: '新消息',
  toNewest: '跳到最新消息',
  typing: '{name} 正在输入',
  deleted: '消息已删除',
  edited: '已编辑',
  sending: '发送中',
  sent: '已发送',
  delivered: '已送达',
  read: '已读',
  notSent: '未发送。',
  retry: '重试',
  discard: '删除',
  download: '下载',
  openImage: '打开图片 {name}',
  charactersLeft: { other: '还可输入 {n} 个字' },
  tooLong: { other: '这条消息超出 {n} 个字。' },
};
