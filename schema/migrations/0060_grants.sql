-- Owns who may execute what, by name. Everything else is closed, whatever the project's default privileges are.

-- Functions that had other names up to 0.1.0.
drop function if exists
  global_chat_private.adopt_sessions(uuid[], public.global_chat_visitors),
  global_chat_private.introduce_visitor(public.global_chat_visitors, jsonb, jsonb),
  global_chat_private.lets_in_anonymous(text),
  global_chat_private.refuse(int, text, text, jsonb),
  global_chat_private.refuse_argument(text, text),
  global_chat_private.refuse_identity(text),
  global_chat_private.refuse_unknown(),
  global_chat_private.refuse_unless_agent(public.global_chat_sessions);

do $$
declare
  routine regprocedure;
begin
  for routine in
    select oid::regprocedure from pg_proc
    where pronamespace = 'global_chat_private'::regnamespace
      or (pronamespace = 'public'::regnamespace and starts_with(proname, 'global_chat_'))
  loop
    execute format('revoke execute on function %s from public, anon, authenticated, service_role', routine);
  end loop;
end $$;

-- Everybody with the project's key, signed in or not.
grant execute on function
  public.global_chat_widget_config(uuid, text),
  global_chat_private.widget_config(uuid, text)
  to anon, authenticated, service_role;

-- Asked by the policies on realtime.messages; `widget:<id>` needs no sign-in.
grant execute on function
  global_chat_private.may_hear(text, text),
  global_chat_private.may_speak(text, text),
  global_chat_private.is_our_topic(text),
  global_chat_private.may_see_file(text, text),
  global_chat_private.my_file_folders(),
  global_chat_private.may_store_file(text),
  global_chat_private.may_remove_file(text)
  to anon, authenticated;

-- Asked by the policies on our tables.
grant execute on function
  global_chat_private.my_tenant_ids(),
  global_chat_private.my_visitor_ids()
  to authenticated;

-- Visitors and agents. The private twins check who calls; the public names only pass arguments on.
grant execute on function
  public.global_chat_open_session(uuid, uuid, jsonb, jsonb),
  global_chat_private.open_session(uuid, uuid, jsonb, jsonb),
  public.global_chat_my_sessions(uuid),
  global_chat_private.my_sessions(uuid),
  public.global_chat_update_visitor(uuid, jsonb, jsonb),
  global_chat_private.update_visitor(uuid, jsonb, jsonb),
  public.global_chat_track(uuid, jsonb),
  global_chat_private.track(uuid, jsonb),
  public.global_chat_send_message(uuid, uuid, text, jsonb, jsonb),
  global_chat_private.send_message(uuid, uuid, text, jsonb, jsonb),
  public.global_chat_edit_message(uuid, text, bigint),
  global_chat_private.edit_message(uuid, text, bigint),
  public.global_chat_delete_message(uuid),
  global_chat_private.delete_message(uuid),
  public.global_chat_sync(uuid, bigint, bigint, int),
  global_chat_private.sync_session(uuid, bigint, bigint, int),
  public.global_chat_mark_read(uuid, bigint),
  public.global_chat_mark_delivered(uuid, bigint),
  global_chat_private.mark(uuid, bigint, boolean),
  public.global_chat_rate_session(uuid, int, text),
  global_chat_private.rate_session(uuid, int, text),
  public.global_chat_attachment_path(uuid, uuid, text),
  global_chat_private.attachment_path(uuid, uuid, text),
  public.global_chat_identify(uuid, text),
  global_chat_private.identify(uuid, text),
  public.global_chat_erase_me(),
  global_chat_private.erase_me()
  to authenticated;

-- Agents.
grant execute on function
  public.global_chat_my_memberships(),
  global_chat_private.my_memberships(),
  public.global_chat_team(uuid),
  global_chat_private.team(uuid),
  public.global_chat_set_availability(uuid, text),
  global_chat_private.set_availability(uuid, text),
  public.global_chat_list_sessions(uuid, jsonb, int, jsonb),
  global_chat_private.list_sessions(uuid, jsonb, int, jsonb),
  public.global_chat_session_details(uuid),
  global_chat_private.session_details(uuid),
  public.global_chat_update_session(uuid, jsonb),
  global_chat_private.update_session(uuid, jsonb),
  public.global_chat_update_sessions(uuid[], jsonb),
  global_chat_private.update_sessions(uuid[], jsonb),
  public.global_chat_add_note(uuid, text, uuid[], uuid),
  global_chat_private.add_note(uuid, text, uuid[], uuid),
  public.global_chat_update_note(uuid, text, uuid[]),
  global_chat_private.update_note(uuid, text, uuid[]),
  public.global_chat_delete_note(uuid),
  global_chat_private.delete_note(uuid),
  public.global_chat_list_canned_replies(uuid),
  global_chat_private.list_canned_replies(uuid),
  public.global_chat_save_canned_reply(uuid, text, text, boolean, uuid),
  global_chat_private.save_canned_reply(uuid, text, text, boolean, uuid),
  public.global_chat_delete_canned_reply(uuid),
  global_chat_private.delete_canned_reply(uuid),
  public.global_chat_search(uuid, text, jsonb, int, jsonb),
  global_chat_private.search(uuid, text, jsonb, int, jsonb),
  public.global_chat_export(uuid, jsonb, jsonb),
  global_chat_private.export_sessions(uuid, jsonb, jsonb),
  public.global_chat_report(uuid, timestamptz, timestamptz, text),
  global_chat_private.report(uuid, timestamptz, timestamptz, text),
  public.global_chat_block_visitor(uuid, boolean),
  global_chat_private.block_visitor(uuid, boolean),
  public.global_chat_list_saved_views(uuid),
  global_chat_private.list_saved_views(uuid),
  public.global_chat_save_view(uuid, text, jsonb, boolean, uuid),
  global_chat_private.save_view(uuid, text, jsonb, boolean, uuid),
  public.global_chat_delete_saved_view(uuid),
  global_chat_private.delete_saved_view(uuid),
  public.global_chat_list_widgets(uuid),
  global_chat_private.list_widgets(uuid),
  public.global_chat_accept_invitations(text),
  global_chat_private.accept_invitations(text)
  to authenticated;

-- Admins.
grant execute on function
  public.global_chat_update_widget(uuid, jsonb),
  global_chat_private.update_widget(uuid, jsonb),
  public.global_chat_erase_visitor(uuid),
  global_chat_private.erase_visitor(uuid),
  public.global_chat_audit_log(uuid),
  global_chat_private.audit_entries(uuid)
  to authenticated;

-- Admins, and the secret key.
grant execute on function
  public.global_chat_rotate_identity_key(uuid),
  global_chat_private.rotate_identity_key(uuid),
  public.global_chat_usage(uuid),
  global_chat_private.usage(uuid),
  public.global_chat_widget_settings(uuid),
  global_chat_private.widget_settings(uuid),
  public.global_chat_create_widget(uuid, text),
  global_chat_private.create_widget(uuid, text),
  public.global_chat_add_agent(uuid, uuid, text, text),
  global_chat_private.add_agent(uuid, uuid, text, text),
  public.global_chat_update_agent(uuid, uuid, jsonb),
  global_chat_private.update_agent(uuid, uuid, jsonb),
  public.global_chat_remove_agent(uuid, uuid),
  global_chat_private.remove_agent(uuid, uuid),
  public.global_chat_invite_agent(uuid, text, text, text),
  global_chat_private.invite_agent(uuid, text, text, text),
  public.global_chat_list_invitations(uuid),
  global_chat_private.list_invitations(uuid),
  public.global_chat_cancel_invitation(uuid, text),
  global_chat_private.cancel_invitation(uuid, text)
  to authenticated, service_role;

-- The secret key alone.
grant execute on function
  public.global_chat_create_tenant(text, text, uuid, text),
  global_chat_private.create_tenant(text, text, uuid, text),
  public.global_chat_apply_retention(boolean),
  global_chat_private.apply_retention(boolean),
  public.global_chat_leftover_files(),
  global_chat_private.leftover_files(),
  public.global_chat_leftover_users(),
  global_chat_private.leftover_users()
  to service_role;

-- The checks behind the constraints of global_widget_config run with the rights of whoever writes the row.
grant execute on function
  global_chat_private.are_domains(text[]),
  global_chat_private.is_time_zone(text),
  global_chat_private.are_slots(jsonb),
  global_chat_private.are_business_hours(jsonb),
  global_chat_private.are_date_exceptions(jsonb),
  global_chat_private.are_locales(jsonb),
  global_chat_private.are_form_fields(jsonb),
  global_chat_private.are_form_conditions(jsonb),
  global_chat_private.are_triggers(jsonb)
  to service_role;

-- Whoever writes rows directly needs what the indexes compute.
grant execute on function
  global_chat_private.folded(text),
  global_chat_private.searchable(text),
  global_chat_private.search_vector(uuid, text)
  to service_role;

-- The Data API learns of new functions.
notify pgrst, 'reload schema';
