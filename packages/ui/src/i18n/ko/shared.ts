// Korean: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

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
  stillTrying: '아직 전송되지 않았습니다. 다음 시도: {time}',
  retry: '다시 시도',
  discard: '삭제',
  download: '다운로드',
  openImage: '이미지 {name} 열기',
  closeImage: '이미지 닫기',
  charactersLeft: { other: '{n}자 남음' },
  tooLong: { other: '메시지가 {n}자 더 깁니다.' },
  attachFile: '파일 첨부',
  fileTooLarge: '{file} 파일이 너무 큽니다. 최대 {size}입니다.',
  fileTypeRefused: '{file} 파일은 보낼 수 없습니다. 허용: {types}.',
  uploading: '{file} 업로드 중',
  uploadStopped: '업로드가 중단되었습니다.',
  cancelUpload: '{file} 업로드 취소',
  removeFile: '{file} 제거',
  tooManyFiles: '메시지당 파일은 최대 {n}개입니다.',
  filesNotAllowed: '오늘은 파일을 더 보낼 수 없습니다.',
  emoji: '이모지',
};
