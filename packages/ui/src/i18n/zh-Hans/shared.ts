// Simplified Chinese: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

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
  stillTrying: '尚未发送。下次尝试：{time}',
  retry: '重试',
  discard: '删除',
  download: '下载',
  openImage: '打开图片 {name}',
  closeImage: '关闭图片',
  charactersLeft: { other: '还可输入 {n} 个字' },
  tooLong: { other: '这条消息超出 {n} 个字。' },
  attachFile: '添加文件',
  fileTooLarge: '{file} 太大，上限为 {size}。',
  fileTypeRefused: '无法发送 {file}。允许的类型：{types}。',
  uploading: '正在上传 {file}',
  uploadStopped: '上传已停止。',
  cancelUpload: '取消上传 {file}',
  removeFile: '移除 {file}',
  tooManyFiles: '每条消息最多 {n} 个文件。',
  filesNotAllowed: '今天这里不再接收文件。',
  emoji: '表情',
};
