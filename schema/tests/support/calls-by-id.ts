/**
 * Owns how each function with an id is called by a stranger: what the id names, and other arguments, right and wrong ones.
 */
import { randomUUID } from 'node:crypto';

export type Args = Readonly<Record<string, unknown>>;
export type Thing = 'session' | 'message' | 'note' | 'reply' | 'view' | 'visitor' | 'widget' | 'tenant';

export interface Call {
  readonly thing: Thing;
  /** The argument that names it. */
  readonly by: string;
  /** The other arguments, right ones and wrong ones: what is wrong must not be told before whose it is. */
  readonly others: readonly Args[];
}

const TOO_LONG = 'x'.repeat(5000);
const one = (thing: Thing, by: string, ...others: readonly Args[]): Call => ({ thing, by, others });
const ofSession = (...others: readonly Args[]): Call => one('session', 'session_id', ...others);
const ofTenant = (...others: readonly Args[]): Call => one('tenant', 'tenant_id', ...others);
const message = (more: Args): Args => ({ message_id: randomUUID(), content: 'x', ...more });

/** By the name of the function, without `global_chat_`. A new function with an id belongs here. */
export const CALLS: Readonly<Record<string, Call>> = {
  send_message: ofSession(
    message({}),
    message({ content: '' }),
    message({ content: TOO_LONG }),
    message({ attachments: 5 }),
    message({ metadata: 5 }),
    message({ message_id: null }),
  ),
  sync: ofSession({}, { since_rev: 0 }, { before_seq: 1, page_size: -1 }),
  mark_read: ofSession({ seq: 1 }, { seq: -1 }, { seq: null }),
  mark_delivered: ofSession({ seq: 1 }, { seq: null }),
  rate_session: ofSession({ score: 5 }, { score: 9 }),
  update_visitor: ofSession({}, { visitor: { name: 'x' } }),
  track: ofSession({ events: [{ id: randomUUID(), name: 'x' }] }, { events: [] }, { events: null }),
  attachment_path: ofSession(
    { message_id: randomUUID(), file_name: 'a.png' },
    { message_id: null, file_name: 'a.exe' },
  ),
  session_details: ofSession({}),
  update_session: ofSession({ changes: { status: 'open' } }, { changes: { status: 'x' } }, { changes: null }),
  add_note: ofSession(
    { content: 'x' },
    { content: '' },
    { content: TOO_LONG },
    { content: 'x', mentions: [randomUUID()] },
  ),
  edit_message: one('message', 'message_id', { content: 'x' }, { content: '' }, { content: TOO_LONG }),
  delete_message: one('message', 'message_id', {}),
  update_note: one('note', 'note_id', { content: 'x' }, { content: '' }),
  delete_note: one('note', 'note_id', {}),
  delete_canned_reply: one('reply', 'reply_id', {}),
  delete_saved_view: one('view', 'view_id', {}),
  block_visitor: one('visitor', 'visitor_id', {}, { blocked: false }),
  erase_visitor: one('visitor', 'visitor_id', {}),
  widget_settings: one('widget', 'widget_id', {}),
  update_widget: one('widget', 'widget_id', { changes: {} }, { changes: { radius: 9999 } }),
  rotate_identity_key: one('widget', 'widget_id', {}),
  list_sessions: ofTenant({}, { page_size: -1 }),
  list_canned_replies: ofTenant({}),
  save_canned_reply: ofTenant({ shortcut: 'x', content: 'x' }, { shortcut: '!', content: '' }),
  team: ofTenant({}),
  set_availability: ofTenant({}, { availability: 'busy' }),
  search: ofTenant({ query: 'x' }, { query: '' }),
  export: ofTenant({}),
  report: ofTenant(
    { since: '2026-01-01', until: '2026-02-01' },
    { since: '2026-02-01', until: '2026-01-01' },
  ),
  list_saved_views: ofTenant({}),
  save_view: ofTenant({ name: 'x', filters: {} }, { name: '', filters: {} }),
  list_widgets: ofTenant({}),
  create_widget: ofTenant({ name: 'x' }, { name: '' }),
  add_agent: ofTenant({ user_id: randomUUID(), display_name: 'x' }, { user_id: null, role: 'x' }),
  update_agent: ofTenant(
    { user_id: randomUUID(), changes: {} },
    { user_id: randomUUID(), changes: { role: 'admin' } },
  ),
  remove_agent: ofTenant({ user_id: randomUUID() }),
  invite_agent: ofTenant({ email: 'a@example.com' }),
  list_invitations: ofTenant({}),
  cancel_invitation: ofTenant({ email: 'a@example.com' }),
  audit_log: ofTenant({}),
  usage: ofTenant({}),
};
/** Those that name nothing of anybody's, or something that everybody may know, and why. */
export const OTHERWISE: Readonly<Record<string, string>> = {
  open_session:
    'a caller chooses the id; one that is taken is refused in one sentence, whoever has it (conversation.test.ts)',
  widget_config: 'a widget is public',
  my_sessions: 'a widget is public, and only own sessions are listed',
  identify: 'a widget is public',
  update_sessions: 'takes a list: see below',
  erase_me: 'names nothing',
  my_memberships: 'names nothing',
  accept_invitations: 'names nothing',
  create_tenant: 'for the secret key',
  apply_retention: 'for the secret key',
  leftover_files: 'for the secret key',
  leftover_users: 'for the secret key',
};
