import { connect, type Socket } from 'node:net';
import { isDomainError } from '@chedun/kernel';
import { openProbe, type Probe, type ProbeEndpoint, type ProbeOutcome } from '@chedun/tls-probe';
import type { Pace } from './types.ts';

/** One connection: what it showed, and its bytes for the transcript. */
export interface Exchange {
  readonly outcome: ProbeOutcome;
  /** Hex. */
  readonly sent: string;
  /** Hex of the first 16,384 bytes. */
  readonly received: string;
  readonly receivedBytes: number;
  readonly tookMs: number;
}

/** Bytes of an answer that a transcript keeps. */
const MOST_KEPT = 16_384;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'error';

interface Ended {
  readonly kind: 'done' | 'cut' | 'unreachable' | 'malformed';
  readonly reason: string;
}

/** Sends a hello and hands every answer to `take` until that says enough, the other side ends, or time is over. */
const converse = (
  socket: Socket,
  hello: Uint8Array,
  { connectMs, answerMs }: Pick<Pace, 'connectMs' | 'answerMs'>,
  take: (bytes: Uint8Array) => 'more' | 'enough',
): Promise<Ended> =>
  new Promise((resolve) => {
    let connected = false;
    const end = (kind: Ended['kind'], reason: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ kind, reason });
    };
    const lost = (reason: string): void => end(connected ? 'cut' : 'unreachable', reason);
    let timer = setTimeout(() => lost('timeout'), connectMs);
    socket.on('error', (error) => lost(codeOf(error)));
    socket.on('close', () => lost('closed'));
    socket.on('connect', () => {
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(() => lost('timeout'), answerMs);
      socket.write(hello);
    });
    socket.on('data', (bytes) => {
      try {
        if (take(new Uint8Array(bytes)) === 'enough') end('done', '');
      } catch (error) {
        if (isDomainError(error)) end('malformed', `${error.code} ${String(error.detail.offset ?? '')}`.trim());
        else end('malformed', codeOf(error));
      }
    });
  });

/** Makes one connection to an endpoint and asks it one hello. Never rejects. */
export const exchange = async (
  { host, port }: Pick<ProbeEndpoint, 'host'> & { readonly port: number },
  probe: Probe,
  limits: Pick<Pace, 'connectMs' | 'answerMs'>,
  random: (length: number) => Uint8Array,
): Promise<Exchange> => {
  const { hello, reader } = openProbe(probe, { host }, random);
  const started = performance.now();
  const kept: Uint8Array[] = [];
  let receivedBytes = 0;
  const ended = await converse(connect({ host, port }), hello.record, limits, (bytes) => {
    if (receivedBytes < MOST_KEPT) kept.push(bytes.subarray(0, MOST_KEPT - receivedBytes));
    receivedBytes += bytes.length;
    reader.push(bytes);
    return reader.done() ? 'enough' : 'more';
  });
  const [answer, { reason }] = [reader.answer(), ended];
  const outcome: ProbeOutcome =
    ended.kind === 'unreachable'
      ? { kind: 'unreachable', probe: probe.name, reason }
      : ended.kind === 'done'
        ? { kind: 'answer', probe: probe.name, answer }
        : { kind: ended.kind, probe: probe.name, reason, answer };
  return {
    outcome,
    sent: hex(hello.record),
    received: kept.map(hex).join(''),
    receivedBytes,
    tookMs: Math.round(performance.now() - started),
  };
};
