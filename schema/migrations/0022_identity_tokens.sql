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

-- One JSON object out of a token, or a refusal.
create or replace function global_chat_private.token_part(part text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  content jsonb;
begin
  begin
    content := convert_from(global_chat_private.from_base64url(part), 'UTF8')::jsonb;
  exception
    when data_exception then
      perform global_chat_private.raise_identity_invalid('malformed');
  end;
  if jsonb_typeof(content) <> 'object' then
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

-- The claims of a token that this widget's key signed for this caller and now; anything else is refused with its reason.
-- The signature is checked first, so that a stranger learns nothing from the others.
create or replace function global_chat_private.verified_claims(wanted_widget uuid, token text, caller uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  -- How far ahead of ours the signer's clock may be.
  leeway constant interval := '60 seconds';
  part text[];
  secret bytea;
  claims jsonb;
  expires timestamptz;
begin
  if token is null or length(token) > 4096 or token !~ '^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$' then
    perform global_chat_private.raise_identity_invalid('malformed');
  end if;
  part := string_to_array(token, '.');
  if global_chat_private.token_part(part[1]) ->> 'alg' is distinct from 'HS256' then
    perform global_chat_private.raise_identity_invalid('algorithm');
  end if;
  select identity_key into secret from global_chat_private.widget_secrets where widget_id = wanted_widget;
  -- Hashed once more before comparing, so that the time it takes says nothing about how far they agree.
  if secret is null
    or sha256(global_chat_private.hmac_sha256(convert_to(part[1] || '.' || part[2], 'UTF8'), secret))
      is distinct from sha256(global_chat_private.from_base64url(part[3]))
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
    or not global_chat_private.is_visible(claims ->> 'sub')
  then
    perform global_chat_private.raise_identity_invalid('sub');
  end if;
  if claims ? 'dev' and claims -> 'dev' is distinct from to_jsonb(caller::text) then
    perform global_chat_private.raise_identity_invalid('dev');
  end if;
  return claims;
exception
  when data_exception then
    perform global_chat_private.raise_identity_invalid('malformed');
end $$;
