import { isIP } from 'node:net';
import { DomainError } from '@chedun/kernel';
import { createTransport } from 'nodemailer';
import type { ChannelTarget } from '../contract.ts';
import { mailOf } from '../domain/mail.ts';
import type { Message } from '../domain/message.ts';
import { pin, type AddressGuard } from './pinned.ts';

type EmailTarget = Extract<ChannelTarget, { kind: 'email' }>;

const TIME_LIMIT_MS = 10_000;

/** What the mailer says of an error; texts of the server are never repeated, as they may hold what was sent. */
interface MailerError {
  readonly responseCode?: unknown;
  readonly command?: unknown;
  readonly code?: unknown;
}

/** A refusal with the step and the number of the server, or that it could not be reached. */
const failureOf = (error: unknown): DomainError => {
  const { responseCode, command, code }: MailerError = typeof error === 'object' && error !== null ? error : {};
  const step = typeof command === 'string' ? (command.split(' ')[0] ?? '') : '';
  if (typeof responseCode === 'number' && responseCode >= 400)
    return new DomainError('warnings.refused', { reason: `${step} ${responseCode}` }, error);
  if (code === 'EAUTH') return new DomainError('warnings.refused', { reason: 'AUTH' }, error);
  return new DomainError('warnings.unreachable', { reason: typeof code === 'string' ? code : 'Error' }, error);
};

const transportFor = ({ host, port, security, ca, username }: EmailTarget, address: string, password: string) =>
  createTransport({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    name: 'chedun.invalid',
    tls: { ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === '' ? {} : { ca }) },
    ...(username === '' ? {} : { auth: { user: username, pass: password } }),
    connectionTimeout: TIME_LIMIT_MS,
    greetingTimeout: TIME_LIMIT_MS,
    socketTimeout: TIME_LIMIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

/**
 * Sends one mail and answers what the server said after the text. A password goes only over TLS. When the server refuses some
 * of the recipients the mail counts as refused, although the others have it. Throws `warnings.unreachable`,
 * `warnings.refused` and `warnings.password-unprotected`.
 */
export const sendMail = async (
  target: EmailTarget,
  password: string | undefined,
  message: Message,
  given: { readonly guard: AddressGuard; readonly now: number },
): Promise<string> => {
  if (target.username !== '' && target.security === 'none') throw new DomainError('warnings.password-unprotected');
  const { address } = await pin(target.host, given.guard);
  const transport = transportFor(target, address, password ?? '');
  try {
    const { response, rejectedErrors = [] } = await transport.sendMail(mailOf(message, target, given.now));
    if (rejectedErrors.length > 0) throw rejectedErrors[0] ?? new Error('refused');
    return response;
  } catch (error) {
    throw failureOf(error);
  } finally {
    transport.close();
  }
};
