/** Password rules and bcrypt hashes, which pgcrypto's crypt() can read too. */
import { compare, hash } from 'bcryptjs';
import { AuthApiError } from './api-error.ts';

/** GoTrue uses 10. Cheap on purpose: no real account is protected here, and every test signs up a user. */
const BCRYPT_COST = 6;
/** bcrypt ignores what comes after; hosted projects refuse it. */
const MAX_PASSWORD_BYTES = 72;

/** Throws `weak_password` or `validation_failed`. */
export function checkPassword(password: string, minimumLength: number): void {
  if (new TextEncoder().encode(password).length > MAX_PASSWORD_BYTES) {
    throw new AuthApiError(
      400,
      'validation_failed',
      `Password cannot be longer than ${MAX_PASSWORD_BYTES} characters`,
    );
  }
  if (password.length < minimumLength) {
    throw new AuthApiError(422, 'weak_password', `Password should be at least ${minimumLength} characters.`, {
      weak_password: { reasons: ['length'] },
    });
  }
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, BCRYPT_COST);
}

export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  return stored !== null && stored !== '' && compare(password, stored);
}
