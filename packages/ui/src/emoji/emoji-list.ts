// The emoji that are offered: what people send to each other in a support chat, and every system can draw. Their names are
// the screen readers' own, in the reader's language.

export const EMOJI: readonly string[] = [
  ...['😀', '😄', '😁', '😅', '😂', '🙂', '😉', '😊'],
  ...['😍', '😘', '😋', '😎', '🤓', '🤗', '🤔', '😐'],
  ...['😏', '🙄', '😴', '😕', '🙁', '😢', '😭', '😡'],
  ...['😱', '😳', '🤯', '🥳', '🤩', '😇', '🤒', '🤖'],
  ...['👍', '👎', '👌', '👏', '🙌', '🙏', '👋', '💪'],
  ...['🤝', '🤞', '👀', '👉', '❤️', '💙', '💚', '💔'],
  ...['🎉', '🎁', '🔥', '⭐', '✨', '💯', '✅', '❌'],
  ...['❓', '❗', '💡', '⏰', '📅', '📎', '☕', '🚀'],
];
