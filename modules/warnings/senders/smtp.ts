import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import { DomainError } from '@chedun/kernel';
import type { ChannelTarget } from '../contract.ts';
import { mailOf } from '../domain/mail.ts';
import type { Message } from '../domain/message.ts';
import { pin, type AddressGuard } from './pinned.ts';
import { openTcp, openTls, upgrade, type Peer } from './sockets.ts';

type EmailTarget = Extract<ChannelTarget, { kind: 'email' }>;

interface Reply {
  readonly code: number;
  readonly text: string;
}

const MOST_LINES = 100;

/** The dialogue over one connection: a command, then its reply (RFC 5321 4.2). */
interface Dialogue {
  readonly reply: () => Promise<Reply>;
  readonly say: (command: string, wanted: number) => Promise<Reply>;
  readonly release: () => void;
}

const refused = (step: string, { code }: Reply): DomainError =>
  new DomainError('warnings.refused', { reason: `${step} ${code}` });

const dialogueOver = (socket: Socket): Dialogue => {
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  const incoming = lines[Symbol.asyncIterator]();
  const reply = async (): Promise<Reply> => {
    const said: string[] = [];
    while (said.length < MOST_LINES) {
      const next = await incoming.next();
      if (next.done === true) throw new DomainError('warnings.unreachable', { reason: 'closed' });
      const line = String(next.value);
      said.push(line.slice(4));
      if (/^\d{3}(?: |$)/.test(line)) return { code: Number(line.slice(0, 3)), text: said.join('\n') };
    }
    throw new DomainError('warnings.refused', { reason: 'endless reply' });
  };
  return {
    reply,
    say: async (command, wanted) => {
      socket.write(`${command}\r\n`);
      const answer = await reply();
      const step = command.split(/[ :\r]/)[0] ?? '';
      if (answer.code !== wanted) throw refused(step.length > 8 ? 'AUTH' : step, answer);
      return answer;
    },
    release: () => lines.close(),
  };
};

const authenticate = async (
  { say }: Dialogue,
  extensions: string,
  username: string,
  password: string,
): Promise<void> => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  if (/^AUTH .*\bPLAIN\b/im.test(extensions)) {
    await say(`AUTH PLAIN ${base64(`\0${username}\0${password}`)}`, 235);
    return;
  }
  await say('AUTH LOGIN', 334);
  await say(base64(username), 334);
  await say(base64(password), 235);
};

const greet = async (socket: Socket, target: EmailTarget, peer: Peer, name: string) => {
  let dialogue = dialogueOver(socket);
  const greeting = await dialogue.reply();
  if (greeting.code !== 220) throw refused('greeting', greeting);
  let { text } = await dialogue.say(`EHLO ${name}`, 250);
  if (target.security !== 'starttls') return { socket, dialogue, extensions: text };
  await dialogue.say('STARTTLS', 220);
  dialogue.release();
  const secure = await upgrade(socket, peer);
  dialogue = dialogueOver(secure);
  ({ text } = await dialogue.say(`EHLO ${name}`, 250));
  return { socket: secure, dialogue, extensions: text };
};

/**
 * Sends one mail and answers what the server said after the text. A password goes only over TLS. Throws
 * `warnings.unreachable`, `warnings.refused` and `warnings.password-unprotected`.
 */
export const sendMail = async (
  target: EmailTarget,
  password: string | undefined,
  message: Message,
  given: { readonly guard: AddressGuard; readonly now: number },
): Promise<string> => {
  if (target.username !== '' && target.security === 'none') throw new DomainError('warnings.password-unprotected');
  const { host, port, ca } = target;
  const peer: Peer = { pinned: await pin(host, given.guard), host, port, ca };
  const socket = await (target.security === 'tls' ? openTls(peer) : openTcp(peer));
  let failure: Error | undefined;
  socket.on('error', (error) => {
    failure = error;
  });
  try {
    const { dialogue, extensions, ...secured } = await greet(socket, target, peer, 'chedun.invalid');
    if (target.username !== '') await authenticate(dialogue, extensions, target.username, password ?? '');
    await dialogue.say(`MAIL FROM:<${target.from}>`, 250);
    for (const to of target.to) await dialogue.say(`RCPT TO:<${to}>`, 250);
    await dialogue.say('DATA', 354);
    const { code, text } = await dialogue.say(`${mailOf(message, target, given.now)}.`, 250);
    secured.socket.end('QUIT\r\n');
    return `${code} ${text}`;
  } catch (error) {
    throw failure && !(error instanceof DomainError && error.code === 'warnings.refused')
      ? new DomainError('warnings.unreachable', { reason: failure.name }, failure)
      : error;
  } finally {
    socket.destroySoon();
  }
};
