// Registers every element of the package. Import this one, or the tags you use from `@globalchat/inbox-elements/gc-…`,
// the provider first.
import './gc-inbox-provider/define.ts';
import './gc-assignee/define.ts';
import './gc-filters/define.ts';
import './gc-notifications/define.ts';
import './gc-presence/define.ts';
import './gc-priority/define.ts';
import './gc-reply/define.ts';
import './gc-search/define.ts';
import './gc-session-list/define.ts';
import './gc-sign-in/define.ts';
import './gc-snooze/define.ts';
import './gc-status/define.ts';
import './gc-tags/define.ts';
import './gc-thread/define.ts';
import './gc-visitor/define.ts';
import './gc-inbox/define.ts';
