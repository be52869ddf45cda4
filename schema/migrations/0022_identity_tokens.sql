-- Owns reading identity tokens: JSON Web Tokens that a host's backend signs with HS256 to say who its user is.
-- Pure checks of one token; what follows from it is in the next file.

-- HMAC-SHA256 from the built-in sha256, so that no extension has to be there.
create or replace function global_chat_private.hmac_sha256(message bytea, secret bytea)
returns bytea
language plpgsql
immutable
set search_path = ''
as $$
declare
  padded bytea := decode(repeat('00', 64), 'hex');
  inner_pad bytea := padded;
  outer_pad bytea := padded;
  short constant bytea := case when length(secret) > 64 then sha256(secret) else secret end;
begin
  padded := short || substring(padded from length(short) + 1);
  for place in 0..63 loop
    inner_pad := set_byte(inner_pad, place, get_byte(padded, place) # 54);
    outer_pad := set_byte(outer_pad, place, get_byte(padded, place) # 92);
  end loop;
  return sha256(outer_pad || sha256(inner_pad || message));
end $$;

-- Bytes of a base64url text without padding.
create or replace function global_chat_private.from_base64url(value text)
returns bytea
language sql
immutable
strict
set search_path = ''
as $$
  select decode(rpad(translate(value, '-_', '+/'), (length(value) + 3) / 4 * 4, '='), 'base64')
$$;

create or replace function global_chat_private.raise_identity_invalid(reason text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(
    403, 'identity_invalid', 'This identity token is not valid.', jsonb_build_object('reason', reason)
  );
end $$;

create or replace function global_chat_private.to_base64url(value bytea)
returns text
language sql
immutable
strict
set search_path = ''
as $$
  select translate(encode(value, 'base64'), E'+/=\n', '-_')
$$;

-- One JSON object out of a token, or a refusal. A key that is there twice means one thing here and another to the signer.
create or replace function global_chat_private.token_part(part text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  written json;
  content jsonb;
begin
  begin
    written := convert_from(global_chat_private.from_base64url(part), 'UTF8')::json;
    content := written::jsonb;
  exception
    when data_exception then
      perform global_chat_private.raise_identity_invalid('malformed');
  end;
  if jsonb_typeof(content) <> 'object' or (
    select count(*) from json_object_keys(written)
  ) <> (
    select count(*) from jsonb_object_keys(content)
  ) then
    perform global_chat_private.raise_identity_invalid('malformed');
  end if;
  return content;
end $$;

-- A claim that must be a time in seconds.
create or replace function global_chat_private.token_time(claims jsonb, claim text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  seconds numeric;
begin
  if jsonb_typeof(claims -> claim) is distinct from 'number' then
    perform global_chat_private.raise_identity_invalid(claim);
  end if;
  seconds := (claims ->> claim)::numeric;
  if seconds not between 0 and 32503680000 then
    perform global_chat_private.raise_identity_invalid(claim);
  end if;
  return to_timestamp(seconds::double precision);
end $$;

-- What a token says somebody is called: as short as what visitors type, on one line. Null where it says nothing.
create or replace function global_chat_private.token_text(claims jsonb, claim text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  content text;
begin
  begin
    content := case claim
      when 'email' then global_chat_private.email_address(claims -> claim, claim)
      else global_chat_private.short_text(claims -> claim, claim, 120)
    end;
  exception
    when sqlstate 'PT400' then
      perform global_chat_private.raise_identity_invalid(claim);
  end;
  if content ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]' then
    perform global_chat_private.raise_identity_invalid(claim);
  end if;
  return content;
end $$;

-- The claims of a token that this widget's key signed for this caller and now; anything else is refused with its reason.
-- The signature is checked first, so that a stranger learns nothing from the others.
create or replace function global_chat_private.verified_claims(wanted_widget uuid, token text, caller uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  -- Controls, zero width, turned direction, tags: two ids that look alike would be two people.
  hidden constant text :=
    '[\u0001-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]';
  -- How far ahead of ours the signer's clock may be.
  leeway constant interval := '60 seconds';
  part text[];
  header jsonb;
  secret bytea;
  claims jsonb;
  expires timestamptz;
begin
  if token is null or length(token) > 4096 or token !~ '^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$' then
    perform global_chat_private.raise_identity_invalid('malformed');
  end if;
  part := string_to_array(token, '.');
  header := global_chat_private.token_part(part[1]);
  -- `crit` names what a reader has to understand, and this one understands nothing more.
  if header -> 'alg' is distinct from '"HS256"' or header ? 'crit' then
    perform global_chat_private.raise_identity_invalid('algorithm');
  end if;
  select identity_key into secret from global_chat_private.widget_secrets where widget_id = wanted_widget;
  -- Hashed once more before comparing, so that the time it takes says nothing about how far they agree. As texts: the last
  -- character of a signature has bits that are nothing of it, and one token must not have several texts.
  if secret is null
    or sha256(convert_to(global_chat_private.to_base64url(
      global_chat_private.hmac_sha256(convert_to(part[1] || '.' || part[2], 'UTF8'), secret)
    ), 'UTF8')) is distinct from sha256(convert_to(part[3], 'UTF8'))
  then
    perform global_chat_private.raise_identity_invalid('signature');
  end if;

  claims := global_chat_private.token_part(part[2]);
  if claims -> 'aud' is distinct from to_jsonb('globalchat:' || wanted_widget) then
    perform global_chat_private.raise_identity_invalid('aud');
  end if;
  expires := global_chat_private.token_time(claims, 'exp');
  if expires <= now() or expires > now() + interval '24 hours' + leeway then
    perform global_chat_private.raise_identity_invalid('exp');
  end if;
  if claims ? 'nbf' and global_chat_private.token_time(claims, 'nbf') > now() + leeway then
    perform global_chat_private.raise_identity_invalid('nbf');
  end if;
  if jsonb_typeof(claims -> 'sub') is distinct from 'string' or char_length(claims ->> 'sub') not between 1 and 255
    or not global_chat_private.is_visible(claims ->> 'sub') or claims ->> 'sub' ~ hidden
  then
    perform global_chat_private.raise_identity_invalid('sub');
  end if;
  if claims ? 'dev' and claims -> 'dev' is distinct from to_jsonb(caller::text) then
    perform global_chat_private.raise_identity_invalid('dev');
  end if;
  perform global_chat_private.token_text(claims, 'name'), global_chat_private.token_text(claims, 'email');
  return claims;
exception
  when data_exception then
    perform global_chat_private.raise_identity_invalid('malformed');
end $$;
