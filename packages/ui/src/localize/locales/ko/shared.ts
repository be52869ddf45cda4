// Korean: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: '나',
  team: '팀',
  visitor: '방문자',
  newMessages: { other: '새 메시지 {n}개' },
  newLine: '새 메시지',
  toNewest: '최신 메시지로 이동',
  typing: '{name} 님이 입력 중',
  deleted: '삭제된 메시지입니다',
  edited: '수정됨',
  sending: '보내는 중',
  sent: '보냄',
  delivered: '전달됨',
  read: '읽음',
  notSent: '보내지 못했습니다.',
  retry: '다시 시도',
  discard: '삭제',
  download: '다운로드',
  openImage: '이미지 {name} 열기',
  charactersLeft: { other: '{n}자 남음' },
  tooLong: { other: '메시지가 {n}자 더 깁니다.' },
};
