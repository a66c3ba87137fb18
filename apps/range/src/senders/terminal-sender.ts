import type { Socket } from 'node:net';
import { createFramer, decodeFrame } from '@chedun/jtt808';
import type { Address } from '../options.ts';
import { authenticateFrame, registerFrame, terminalLogoutFrame } from '../protocols/terminals.ts';
import type { Terminal } from '../protocols/terminals.ts';
import type { Counters } from '../report.ts';
import type { Route } from '../story.ts';
import { createLink } from './link.ts';
import type { Link } from './link.ts';

/** Sends the frames of terminals, registering and authenticating them as they appear. */
export interface TerminalSender {
  readonly send: (terminal: Terminal, route: Route, bytes: () => Uint8Array) => Promise<void>;
  /** Logs everybody out and closes all connections. */
  readonly finish: () => Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
const SECOND_LOOPBACK = '127.0.0.2';
const REGISTER_ANSWER = 0x8100;
const ANSWER_MS = 2000;

interface Member {
  readonly terminal: Terminal;
  readonly link: Link;
  /** Resolves with the code of the platform. */
  code: PromiseWithResolvers<string>;
}

const readCodes = (socket: Socket, counters: Counters, onCode: (code: string) => void): void => {
  const framer = createFramer();
  socket.on('data', (chunk: Buffer) => {
    for (const piece of framer.push(chunk)) {
      if (piece.kind === 'garbage') continue;
      counters.terminalAnswers += 1;
      const { header, body } = decodeFrame(piece.bytes);
      const code = body.kind === 'fields' ? body.values['token'] : undefined;
      if (header.messageId === REGISTER_ANSWER && typeof code === 'string') onCode(code.replace(/\0+$/, ''));
    }
  });
};

/** Creates the sender for the JT/T 808 target. */
export const createTerminalSender = (target: Address, counters: Counters, signal: AbortSignal): TerminalSender => {
  const members = new Map<string, Member>();
  const seconds = new Map<string, Link>();
  const sent = (): void => {
    counters.terminalFrames += 1;
  };

  const newMember = (terminal: Terminal): Member => {
    const opened = (socket: Socket): void => readCodes(socket, counters, (code) => member.code.resolve(code));
    const link = createLink(target, counters, signal, { field: 'jtt808', opened, sent });
    const member: Member = { terminal, link, code: Promise.withResolvers() };
    members.set(terminal.phone, member);
    return member;
  };

  /** A platform that gives no code is authenticated with an empty one: it says what it thinks of that. */
  const register = async ({ terminal, link, code }: Member): Promise<void> => {
    if (!(await link.send(registerFrame(terminal)))) return;
    const timeout = setTimeout(() => code.resolve(''), ANSWER_MS);
    const token = await code.promise;
    clearTimeout(timeout);
    await link.send(authenticateFrame(terminal, token));
  };

  const own = async (terminal: Terminal): Promise<Link> => {
    const member = members.get(terminal.phone) ?? newMember(terminal);
    if (member.link.isOpen()) return member.link;
    member.code = Promise.withResolvers();
    await register(member);
    return member.link;
  };

  const second = ({ phone }: Terminal): Link => {
    const endpoint = LOOPBACK.has(target.host) ? { ...target, localAddress: SECOND_LOOPBACK } : target;
    const use = { field: 'jtt808', opened: (socket: Socket) => void socket.resume(), sent } as const;
    const link = seconds.get(phone) ?? createLink(endpoint, counters, signal, use);
    seconds.set(phone, link);
    return link;
  };

  return {
    send: async (terminal, route, bytes) => {
      const link = route === 'second' ? second(terminal) : await own(terminal);
      await link.send(bytes());
    },
    finish: async () => {
      for (const { terminal, link } of members.values())
        if (link.isOpen() && !signal.aborted) await link.send(terminalLogoutFrame(terminal));
      await Promise.all(
        [...[...members.values()].map(({ link }) => link), ...seconds.values()].map((link) => link.close()),
      );
    },
  };
};
