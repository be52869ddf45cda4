// Hindi: the texts of transcript, composer and files.

import type { SharedKey } from '../en/shared.ts';
import type { Texts } from '../texts.ts';

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
  stillTrying: 'अभी नहीं भेजा गया। अगली कोशिश: {time}',
  retry: 'फिर कोशिश करें',
  discard: 'हटाएँ',
  download: 'डाउनलोड करें',
  openImage: 'तस्वीर {name} खोलें',
  closeImage: 'तस्वीर बंद करें',
  charactersLeft: { one: '{n} अक्षर बाकी', other: '{n} अक्षर बाकी' },
  tooLong: { one: 'यह संदेश {n} अक्षर ज़्यादा लंबा है।', other: 'यह संदेश {n} अक्षर ज़्यादा लंबा है।' },
  attachFile: 'फ़ाइल जोड़ें',
  fileTooLarge: '{file} बहुत बड़ी है। सीमा {size} है।',
  fileTypeRefused: '{file} नहीं भेजी जा सकती। अनुमत: {types}।',
  uploading: '{file} अपलोड हो रही है',
  uploadStopped: 'अपलोड रुक गया।',
  cancelUpload: '{file} का अपलोड रद्द करें',
  removeFile: '{file} हटाएँ',
  tooManyFiles: 'एक संदेश में अधिकतम {n} फ़ाइलें।',
  filesNotAllowed: 'आज यहाँ और फ़ाइलें नहीं ली जातीं।',
  emoji: 'इमोजी',
};
