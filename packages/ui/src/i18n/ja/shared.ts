// Japanese: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'あなた',
  team: 'チーム',
  visitor: 'ゲスト',
  newMessages: { other: '新着メッセージ {n} 件' },
  newLine: '新着',
  toNewest: '最新のメッセージへ',
  typing: '{name}さんが入力中',
  deleted: 'メッセージは削除されました',
  edited: '編集済み',
  sending: '送信中',
  sent: '送信済み',
  delivered: '配信済み',
  read: '既読',
  notSent: '送信できませんでした。',
  stillTrying: 'まだ送信されていません。次の試行：{time}',
  retry: '再送信',
  discard: '削除',
  download: 'ダウンロード',
  openImage: '画像「{name}」を開く',
  closeImage: '画像を閉じる',
  charactersLeft: { other: '残り {n} 文字' },
  tooLong: { other: 'メッセージが {n} 文字長すぎます。' },
  attachFile: 'ファイルを添付',
  fileTooLarge: '{file} は大きすぎます。上限は {size} です。',
  fileTypeRefused: '{file} は送信できません。送信できる種類: {types}',
  uploading: '{file} をアップロード中',
  uploadStopped: 'アップロードが止まりました。',
  cancelUpload: '{file} のアップロードを中止',
  removeFile: '{file} を外す',
  tooManyFiles: '1件のメッセージに添付できるファイルは{n}個までです。',
  filesNotAllowed: '今日はこれ以上ファイルを送れません。',
  emoji: '絵文字',
};
