// Japanese: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

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
  retry: '再送信',
  discard: '削除',
  download: 'ダウンロード',
  openImage: '画像「{name}」を開く',
  charactersLeft: { other: '残り {n} 文字' },
  tooLong: { other: 'メッセージが {n} 文字長すぎます。' },
};
