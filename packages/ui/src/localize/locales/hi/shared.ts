// Hindi: the texts of transcript and composer.

import type { SharedKey } from '../../shared-texts.ts';
import type { Texts } from '../../texts.ts';

export const shared: Texts<SharedKey> = {
  you: 'आप',
  team: 'टीम',
  visitor: 'आगंतुक',
  newMessages: { one: '{n} नया संदेश', other: '{n} नए संदेश' },
  newLine: 'नया',
  toNewest: 'सबसे नए संदेश पर जाएँ',
  typing: '{name} लिख रहे हैं',
  deleted: 'संदेश हटाया गया',
  edited: 'बदला गया',
  sending: 'भेजा जा रहा है',
  sent: 'भेजा गया',
  delivered: 'पहुँच गया',
  read: 'पढ़ा गया',
  notSent: 'नहीं भेजा गया।',
  retry: 'फिर कोशिश करें',
  discard: 'हटाएँ',
  download: 'डाउनलोड करें',
  openImage: 'तस्वीर {name} खोलें',
  charactersLeft: { one: '{n} अक्षर बाकी', other: '{n} अक्षर बाकी' },
  tooLong: { one: 'यह संदेश {n} अक्षर ज़्यादा लंबा है।', other: 'यह संदेश {n} अक्षर ज़्यादा लंबा है।' },
};
