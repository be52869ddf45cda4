// Hebrew: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'את/ה',
  team: 'הצוות',
  visitor: 'אורח',
  newMessages: { one: 'הודעה חדשה אחת', two: 'שתי הודעות חדשות', other: '{n} הודעות חדשות' },
  newLine: 'חדש',
  toNewest: 'אל ההודעה החדשה ביותר',
  typing: '{name} כותב/ת',
  deleted: 'ההודעה נמחקה',
  edited: 'נערכה',
  sending: 'בשליחה',
  sent: 'נשלחה',
  delivered: 'נמסרה',
  read: 'נקראה',
  notSent: 'לא נשלחה.',
  stillTrying: 'עדיין לא נשלח. הניסיון הבא: {time}',
  retry: 'ניסיון חוזר',
  discard: 'מחיקה',
  download: 'הורדה',
  openImage: 'פתיחת התמונה {name}',
  closeImage: 'סגירת התמונה',
  charactersLeft: { one: 'נותר תו אחד', two: 'נותרו שני תווים', other: 'נותרו {n} תווים' },
  tooLong: {
    one: 'ההודעה ארוכה מדי בתו אחד.',
    two: 'ההודעה ארוכה מדי בשני תווים.',
    other: 'ההודעה ארוכה מדי ב־{n} תווים.',
  },
  attachFile: 'צירוף קובץ',
  fileEmpty: 'הקובץ {file} ריק.',
  fileTooLarge: 'הקובץ {file} גדול מדי. המגבלה היא {size}.',
  fileTypeRefused: 'לא ניתן לשלוח את {file}. מותרים: {types}.',
  uploading: 'מעלה את {file}',
  uploadStopped: 'ההעלאה נעצרה.',
  cancelUpload: 'ביטול ההעלאה של {file}',
  removeFile: 'הסרת {file}',
  tooManyFiles: 'אפשר לצרף עד {n} קבצים להודעה.',
  filesNotAllowed: 'לא ניתן לשלוח כאן קבצים נוספים היום.',
  emoji: 'אמוג׳י',
};
