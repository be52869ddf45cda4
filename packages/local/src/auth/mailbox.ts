/** The mails that Auth would have sent, kept in memory for tests and for the status page. Nothing is sent anywhere. */

export type MailKind = 'signup' | 'invite' | 'magiclink' | 'recovery' | 'email_change' | 'reauthentication';

export interface Mail {
  readonly kind: MailKind;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The link a reader would click; undefined when the mail has only a code. */
  readonly link: string | undefined;
  /** The six digits. */
  readonly otp: string;
  /** What `verifyOtp({ token_hash })` takes. */
  readonly tokenHash: string;
  /** ISO time. */
  readonly sentAt: string;
}

export interface Mailbox {
  /** Newest first. */
  list(): readonly Mail[];
  /** The newest mail to this address, if any. */
  latest(to: string): Mail | undefined;
  clear(): void;
  deliver(mail: Mail): void;
}

/** Older mails are dropped, so that a backend that runs for weeks does not grow. */
const MAX_KEPT_MAILS = 500;

export function createMailbox(): Mailbox {
  let mails: readonly Mail[] = [];
  return {
    list: () => mails,
    latest: (to) => mails.find((mail) => mail.to === to.toLowerCase()),
    clear() {
      mails = [];
    },
    deliver(mail) {
      mails = [mail, ...mails].slice(0, MAX_KEPT_MAILS);
    },
  };
}
