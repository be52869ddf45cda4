// Signs who a user is, for Global Chat. Node 20.11 or newer; nothing to install.
//   GLOBALCHAT_WIDGET_ID=… GLOBALCHAT_IDENTITY_KEY=… node sign.mjs ID NAME EMAIL
import { createHmac } from 'node:crypto';

const TOKEN_LIFETIME_SECONDS = 600;

export function signIdentity({ widgetId, key, user, now = Math.floor(Date.now() / 1000) }) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    aud: `globalchat:${widgetId}`,
    sub: user.id,
    name: user.name,
    email: user.email,
    iat: now,
    exp: now + TOKEN_LIFETIME_SECONDS,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

if (import.meta.filename === process.argv[1]) {
  const { GLOBALCHAT_WIDGET_ID: widgetId, GLOBALCHAT_IDENTITY_KEY: key, SIGN_AT } = process.env;
  const [id, name, email] = process.argv.slice(2);
  const now = SIGN_AT ? Number(SIGN_AT) : undefined;
  console.log(signIdentity({ widgetId, key, user: { id, name, email }, now }));
}
