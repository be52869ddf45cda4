// How the in-memory backend refuses: the codes and statuses of docs/protocol.md.

import { GlobalChatError } from '../../errors.ts';

export function notFound(what: string): GlobalChatError {
  return new GlobalChatError('not_found', `There is no such ${what}.`, { status: 404 });
}

export function invalidArgument(message: string): GlobalChatError {
  return new GlobalChatError('invalid_argument', message, { status: 400 });
}

export function editExpired(): GlobalChatError {
  return new GlobalChatError('edit_expired', 'This message can no longer be changed.', { status: 403 });
}

export function editConflict(): GlobalChatError {
  return new GlobalChatError('edit_conflict', 'This message was changed elsewhere. Read it first.', {
    status: 409,
  });
}

export function idConflict(what: string): GlobalChatError {
  return new GlobalChatError('id_conflict', `This ${what} id cannot be used. Make a new one.`, {
    status: 409,
  });
}

export function notAllowed(message: string): GlobalChatError {
  return new GlobalChatError('not_allowed', message, { status: 403 });
}

export function fileTypeNotAllowed(name: string): GlobalChatError {
  return new GlobalChatError('file_type_not_allowed', `${name} is of a type that cannot be sent.`, {
    status: 415,
  });
}
