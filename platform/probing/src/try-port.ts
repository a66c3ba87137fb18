import { connect } from 'node:net';

/** What a connection to a port showed. `silent`: nobody answered in time, as behind a firewall that drops. */
export type PortState = 'open' | 'closed' | 'silent' | 'unreachable';

const CLOSED = new Set(['ECONNREFUSED', 'ECONNRESET']);
const SILENT = new Set(['ETIMEDOUT']);

/** Opens one TCP connection, sends nothing, and closes it. Never rejects; ends within `connectMs`. */
export const tryPort = (
  host: string,
  port: number,
  { connectMs }: { readonly connectMs: number },
): Promise<PortState> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (state: PortState): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(state);
    };
    const timer = setTimeout(() => end('silent'), connectMs);
    socket.once('connect', () => end('open'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? '';
      end(CLOSED.has(code) ? 'closed' : SILENT.has(code) ? 'silent' : 'unreachable');
    });
  });
