// English texts that only these elements need, beside the inbox dictionary of ui. Owns their wording; refuses texts that
// ui has.
import { inboxTexts } from '@globalchat/ui';
import type { InboxKey as SharedInboxKey, Texts } from '@globalchat/ui';

const ownTexts = {
  signingIn: 'Signing in…',
  accountOf: 'Account: {name}',
  workFor: 'Work for {tenant}',

  searchedLoaded: {
    one: 'Searched names, emails and last messages of the {n} loaded conversation.',
    other: 'Searched names, emails and last messages of the {n} loaded conversations.',
  },
  nothingHere: 'Nothing here',
  showResolved: 'Show resolved',
  saidBy: '{name}: {text}',
  assignedTo: 'Assigned to {name}',
  assignedToNobody: 'Assigned to nobody',
  until: 'Until {time}',
  highPriority: 'High priority',
  urgentPriority: 'Urgent',

  changeStatus: 'Change status',
  assigneeIs: 'Assignee: {name}',
  priorityIs: 'Priority: {name}',
  tagsAre: 'Tags: {names}',
  createTag: 'Add “{tag}”',
  noTags: 'No tags yet',
  inOneHour: 'In an hour',
  onlineNow: 'Online: {names}',
  chooseConversationHint: 'Its messages appear here.',
  browserOn: '{browser} on {system}',

  addingNote: 'Adding…',
  matching: '{title} matching “{query}”',
  nobodyMatches: 'Nobody matches.',
  sharedReply: 'Shared',
  ownReply: 'Only me',
  keyChoose: 'choose',
  keyInsert: 'insert',
  keyClose: 'close',
  dismiss: 'Dismiss',

  resolveOrReopen: 'Resolve or reopen',
  leaveField: 'Leave a text field or menu',

  errorNetwork: 'The server can’t be reached. Check your connection.',
  errorServer: 'The server had a problem. Try again.',
  errorRateLimited: 'That was too quick. Wait a moment.',
  errorNotSignedIn: 'You’re signed out. Sign in again.',
  errorNotFound: 'This doesn’t exist any more.',
  errorTooLong: 'This text is too long.',
  errorEmpty: 'Write something first.',
  errorCaptcha: 'This project asks for a captcha at sign-in. Sign in through your own login.',
  errorSecretKey: 'This page holds a secret key. Use the publishable key instead.',
  errorSetup: 'The inbox isn’t connected to a project.',
  errorSchema: 'The database has no Global Chat schema yet.',
  errorUnknown: 'That didn’t work.',
} as const satisfies Texts;

/** Every text key of the inbox elements. */
export type InboxKey = keyof typeof ownTexts | SharedInboxKey;

/** The complete English dictionary. */
export const englishTexts: Texts<InboxKey> = { ...inboxTexts, ...ownTexts };
