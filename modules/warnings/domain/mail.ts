import type { SendMailOptions } from 'nodemailer';
import type { Message } from './message.ts';

const person = (address: string) => ({ name: '', address });

/**
 * One plain-text mail for the mailer. The envelope is given apart, so that no text of a warning reaches it. Files and addresses
 * are never fetched for it.
 */
export const mailOf = (
  message: Message,
  { from, to }: { readonly from: string; readonly to: readonly string[] },
  now: number,
): SendMailOptions => {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const isUrgent = message.level === 'red' || message.level === 'orange';
  return {
    from: person(from),
    to: to.map(person),
    envelope: { from, to: [...to] },
    date: new Date(now),
    messageId: `<${message.id}@${domain}>`,
    subject: message.subject.replaceAll(/[\r\n]+/g, ' '),
    text: [message.subject, '', ...message.lines, ''].join('\r\n'),
    textEncoding: 'base64',
    headers: { 'Auto-Submitted': 'auto-generated', ...(isUrgent ? { Importance: 'high' } : {}) },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
};
