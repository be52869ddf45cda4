# Signs who a user is, for Global Chat. Ruby 2.7 or newer; nothing to install.
#   GLOBALCHAT_WIDGET_ID=… GLOBALCHAT_IDENTITY_KEY=… ruby sign.rb ID NAME EMAIL
require "json"
require "openssl"

TOKEN_LIFETIME_SECONDS = 600

def base64url(bytes)
  [bytes].pack("m0").tr("+/", "-_").delete("=")
end

def sign_identity(widget_id:, key:, user:, now: Time.now.to_i)
  claims = {
    aud: "globalchat:#{widget_id}",
    sub: user[:id].to_s,
    name: user[:name],
    email: user[:email],
    iat: now,
    exp: now + TOKEN_LIFETIME_SECONDS,
  }
  parts = [{ alg: "HS256", typ: "JWT" }, claims]
  signed = parts.map { |part| base64url(JSON.generate(part)) }.join(".")
  "#{signed}.#{base64url(OpenSSL::HMAC.digest("SHA256", key, signed))}"
end

if $PROGRAM_NAME == __FILE__
  id, name, email = ARGV.map { |argument| argument.dup.force_encoding("UTF-8") }
  puts sign_identity(
    widget_id: ENV.fetch("GLOBALCHAT_WIDGET_ID"),
    key: ENV.fetch("GLOBALCHAT_IDENTITY_KEY"),
    user: { id: id, name: name, email: email },
    now: Integer(ENV.fetch("SIGN_AT", Time.now.to_i)),
  )
end
