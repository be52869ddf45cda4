// Arabic: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'أنت',
  team: 'الفريق',
  visitor: 'زائر',
  newMessages: {
    zero: 'لا رسائل جديدة',
    one: 'رسالة جديدة واحدة',
    two: 'رسالتان جديدتان',
    few: '{n} رسائل جديدة',
    many: '{n} رسالة جديدة',
    other: '{n} رسالة جديدة',
  },
  newLine: 'جديد',
  toNewest: 'الانتقال إلى أحدث رسالة',
  typing: '{name} يكتب الآن',
  deleted: 'حُذفت الرسالة',
  edited: 'عُدّلت',
  sending: 'جارٍ الإرسال',
  sent: 'أُرسلت',
  delivered: 'وصلت',
  read: 'قُرئت',
  notSent: 'لم تُرسل.',
  retry: 'إعادة المحاولة',
  discard: 'حذف',
  download: 'تنزيل',
  openImage: 'فتح الصورة {name}',
  charactersLeft: {
    zero: 'لم يبقَ أي حرف',
    one: 'بقي حرف واحد',
    two: 'بقي حرفان',
    few: 'بقيت {n} أحرف',
    many: 'بقي {n} حرفًا',
    other: 'بقي {n} حرف',
  },
  tooLong: {
    zero: 'هذه الرسالة طويلة.',
    one: 'هذه الرسالة أطول من الحد بحرف واحد.',
    two: 'هذه الرسالة أطول من الحد بحرفين.',
    few: 'هذه الرسالة أطول من الحد بمقدار {n} أحرف.',
    many: 'هذه الرسالة أطول من الحد بمقدار {n} حرفًا.',
    other: 'هذه الرسالة أطول من الحد بمقدار {n} حرف.',
  },
};
