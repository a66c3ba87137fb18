import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order } from './order.ts';

/** A server in a process of its own. */
export interface BenchServer {
  readonly port: number;
  /** Processor seconds that it has used. */
  readonly seconds: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const answerOf = async (child: ChildProcess): Promise<{ readonly port: number; readonly seconds: number }> => {
  const [answer] = (await once(child, 'message')) as [{ readonly port: number; readonly seconds: number }];
  return answer;
};

/** Starts a server. */
export const startServer = async (order: Order): Promise<BenchServer> => {
  const child = fork(fileURLToPath(new URL('server-process.ts', import.meta.url)));
  child.send(order);
  const { port } = await answerOf(child);
  return {
    port,
    seconds: async () => {
      child.send('usage');
      return (await answerOf(child)).seconds;
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
};
