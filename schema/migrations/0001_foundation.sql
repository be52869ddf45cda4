-- Owns the private schema and the one way in which a function refuses.
-- What every call or message needs is plpgsql here and everywhere: before PostgreSQL 18 a SQL function that fixes its
-- search_path is planned anew at each call.
-- Holds no table and no rule of the product, and needs no extension.

create schema if not exists global_chat_private;
comment on schema global_chat_private is
  'Helpers and secrets of Global Chat. Never add it to the exposed schemas of the API.';
revoke all on schema global_chat_private from public;
-- Needed to call the functions that are granted by name; it opens no table and no other function.
grant usage on schema global_chat_private to anon, authenticated, service_role;

-- Refuses a call: the SQLSTATE PT<status> becomes the HTTP status, the hint is the stable code for programs,
-- the message is for people, the details are JSON text.
create or replace function global_chat_private.raise_error(
  status int, code text, sentence text, details jsonb default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if details is null then
    raise exception using errcode = 'PT' || status, message = sentence, hint = code;
  end if;
  raise exception using errcode = 'PT' || status, message = sentence, hint = code, detail = details::text;
end $$;

create or replace function global_chat_private.raise_invalid_argument(field text, sentence text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(400, 'invalid_argument', sentence, jsonb_build_object('field', field));
end $$;

-- One sentence for "does not exist" and "is not yours", so that the answer tells nothing.
create or replace function global_chat_private.raise_not_found()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(404, 'not_found', 'There is no such thing here, or it is not yours.');
end $$;

-- The signed-in user of this request; PT401 when there is none.
create or replace function global_chat_private.require_user()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  caller constant uuid := auth.uid();
begin
  if caller is null then
    perform global_chat_private.raise_error(401, 'not_signed_in', 'Sign in first. Visitors sign in anonymously.');
  end if;
  return caller;
end $$;
