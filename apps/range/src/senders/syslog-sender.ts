import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { DomainError } from '@chedun/kernel';
import type { Counters } from '../report.ts';

/** Sends messages to a syslog listener over TCP, one a line (RFC 6587 3.4.2). */
export interface SyslogSender {
  readonly send: (line: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const CONNECT_MS = 5000;

/** Creates the sender. A listener that is away at first throws `range.unreachable`; later it only costs the messages. */
export const createSyslogSender = (
  target: { readonly host: string; readonly port: number },
  counters: Counters,
  signal: AbortSignal,
): SyslogSender => {
  let socket: Socket | undefined;

  const open = async (): Promise<Socket | undefined> => {
    const made = connect({ ...target, noDelay: true });
    try {
      await once(made, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]) });
    } catch (error) {
      made.destroy();
      if (signal.aborted || counters.messages > 0) return undefined;
      const reason = `${target.host}:${target.port} does not answer`;
      throw new DomainError('range.unreachable', { field: 'syslog', reason }, error);
    }
    // a broken connection shows as not writable at the next message
    made.on('error', () => undefined);
    made.resume();
    return made;
  };

  return {
    send: async (line) => {
      if (socket?.writable !== true) socket = await open();
      if (socket === undefined) return;
      const written = socket.write(`${line}\n`);
      counters.messages += 1;
      if (!written) await once(socket, 'drain', { signal }).catch(() => undefined);
    },
    close: async () => {
      const last = socket;
      socket = undefined;
      if (last === undefined || last.destroyed) return;
      await new Promise<void>((done) => {
        last.end(() => done());
        last.once('close', () => done());
      });
      last.destroy();
    },
  };
};
