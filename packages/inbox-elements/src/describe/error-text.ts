// What an agent reads when something failed, by error code; developers get the code beside it.
import type { GlobalChatError, GlobalChatErrorCode } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type { InboxKey } from '@globalchat/ui';

const ERROR_TEXTS: Readonly<Partial<Record<GlobalChatErrorCode, InboxKey>>> = {
  network: 'errorNetwork',
  timeout: 'errorNetwork',
  server: 'errorServer',
  rate_limited: 'errorRateLimited',
  not_signed_in: 'errorNotSignedIn',
  not_allowed: 'noAccess',
  not_found: 'errorNotFound',
  content_too_long: 'errorTooLong',
  content_empty: 'errorEmpty',
  wrong_credentials: 'wrongCredentials',
  email_not_confirmed: 'errorEmailNotConfirmed',
  user_banned: 'errorUserBanned',
  captcha_required: 'errorCaptcha',
  secret_key_refused: 'errorSecretKey',
  invalid_argument: 'errorSetup',
  invalid_key: 'errorSetup',
  invalid_url: 'errorSetup',
  closed: 'errorSetup',
  schema_missing: 'errorSchema',
};

export function errorText(error: GlobalChatError, localizer: InboxLocalizer): string {
  return localizer.t(ERROR_TEXTS[error.code] ?? 'errorUnknown');
}
