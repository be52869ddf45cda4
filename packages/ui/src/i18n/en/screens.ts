// The English texts of the widget's other screens: home, away, form, rating, menu, erasure. The code of these screens
// brings them along: `extension(screenTexts)`.

export const screenTexts = {
  // Launcher and panel
  moreOptions: 'More options',
  close: 'Close',
  // Home
  greeting: 'Hi there. How can we help?',
  startConversation: 'Start a conversation',
  yourConversations: 'Your conversations',
  youSaid: 'You: {text}',
  attachment: 'Attachment',
  // Presence
  onlineReplies: {
    one: 'We’re online. Replies take about {n} minute.',
    other: 'We’re online. Replies take about {n} minutes.',
  },
  backToday: 'Back today at {time}',
  backTomorrow: 'Back tomorrow at {time}',
  backOn: 'Back on {date} at {time}',
  yourTime: 'That’s {date}, your time ({zone}).',
  awayHint: 'Leave a message and we’ll answer by email.',
  whereToReply: 'Where should we reply?',
  save: 'Save',
  replyTo: 'We’ll reply to {email}.',
  change: 'Change',
  yourZone: 'Your time ({zone}).',
  // Conversation
  captcha: 'Check that you’re human, then we’ll send your message.',
  loadFailed: 'Couldn’t load messages.',
  // Form before the chat
  whoAreYou: 'Who are we talking to?',
  keptHere: 'Kept here until you tell us where to reply.',
  optional: 'optional',
  choose: 'Choose',
  continue: 'Continue',
  cancel: 'Cancel',
  consent: 'I agree to the privacy notice.',
  privacyNotice: 'Privacy notice',
  invalidEmail: 'Enter an email like name@example.com.',
  fillIn: 'Fill in {field}.',
  invalidField: 'Check {field}.',
  tickThis: 'Tick this to go on.',
  beforeWeStart: 'Before we start',
  notSentYet: 'Not sent yet.',
  checkExpired: 'The check has expired. Do it once more.',
  checkFailed: 'The check didn’t work. Try it again.',
  checkBlocked:
    'The check that you’re human couldn’t load. Turn off your blocker for this page or use another network.',
  // After the conversation
  resolvedBy: '{name} marked this as resolved',
  resolved: 'Marked as resolved',
  howDidWeDo: 'How did we do?',
  rate1: 'Bad',
  rate2: 'Poor',
  rate3: 'Okay',
  rate4: 'Good',
  rate5: 'Great',
  couldBeBetter: 'What could have been better? (optional)',
  sendRating: 'Send rating',
  ratingThanks: 'Thanks. That helps us.',
  writeAgain: 'Write again',
  reopens: 'Need more help? Writing re-opens this conversation.',
  // Menu
  muteSounds: 'Mute sounds',
  unmuteSounds: 'Turn on sounds',
  notifyMe: 'Get told when we answer',
  stopNotifying: 'Stop notifications',
  downloadTranscript: 'Download transcript',
  eraseMyData: 'Erase my data',
  eraseTitle: 'Erase your data?',
  eraseText: 'Your messages, files and contact details are deleted for good. This can’t be undone.',
  erase: 'Erase',
  erased: 'Your data is erased.',
} as const;

export type ScreenKey = keyof typeof screenTexts;
