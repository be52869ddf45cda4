// Columns that no change of the page shows: limits and checks. Each with the test file that proves its effect.

export const PROVEN_ELSEWHERE: Readonly<Record<string, string>> = {
  time_zone: 'schema/tests/opening-hours.test.ts',
  typing: 'examples/e2e/settings/typing-quiet.test.ts',
  allowed_domains: 'schema/tests/limits.test.ts',
  captcha_provider: 'schema/tests/widget.test.ts',
  captcha_site_key: 'schema/tests/opening-hours.test.ts',
  message_burst: 'schema/tests/limits.test.ts',
  messages_per_second: 'schema/tests/limits.test.ts',
  session_burst: 'schema/tests/limits.test.ts',
  sessions_per_second: 'schema/tests/limits.test.ts',
  tenant_sessions_per_minute: 'schema/tests/limits.test.ts',
  files_per_day: 'schema/tests/files-attacked.test.ts',
  file_bytes_per_day: 'schema/tests/files-two-steps.test.ts',
};

/** Which row it is, and since when: nobody sets them. */
export const NO_SETTINGS: readonly string[] = ['id', 'tenant_id', 'created_at', 'updated_at'];
