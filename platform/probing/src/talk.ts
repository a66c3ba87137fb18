import type { NegativeOutcome } from './types.ts';

/** Answers of web servers that take the handshake and refuse what comes after it (495 and 496 are those of nginx). */
const REFUSING = new Set(['400', '401', '403', '495', '496']);

/** What comes of a connection after its handshake ended well. */
export interface Talk {
  readonly data: (bytes: Uint8Array) => void;
  /** The connection is over; `how` is the code of what ended it. */
  readonly over: (how: string) => void;
}

/**
 * Waits, then asks `GET /` once: an end before that is a refusal, an answer of HTTP is judged by its status, and whoever
 * stays open lets the client in.
 */
export const judgeTalk = (
  host: string,
  settleMs: number,
  write: (text: string) => void,
  done: (outcome: NegativeOutcome) => void,
): Talk => {
  let asked = false;
  let answer = '';
  const ask = (): void => {
    asked = true;
    write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    timer = setTimeout(() => done({ outcome: 'accepted', how: 'open' }), settleMs);
  };
  let timer = setTimeout(ask, settleMs);
  return {
    over: (how) => {
      clearTimeout(timer);
      // What is no web server ends at words of HTTP: that judges the words and not the certificate.
      done(asked ? { outcome: 'accepted', how: 'open' } : { outcome: 'refused', how });
    },
    data: (bytes) => {
      answer += Buffer.from(bytes.subarray(0, 64)).toString('latin1');
      if (answer.length < 12 && 'HTTP/1.1 400'.startsWith(answer.slice(0, 5))) return;
      clearTimeout(timer);
      const status = /^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1];
      if (status === undefined) done({ outcome: 'accepted', how: 'data' });
      else done({ outcome: REFUSING.has(status) ? 'refused' : 'accepted', how: `HTTP ${status}` });
    },
  };
};

const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EAI_AGAIN']);

/** An error of a socket before the handshake was over: a refusal, unless nobody was there. */
export const lostBefore = (error: Error): NegativeOutcome => {
  const how = codeOf(error);
  return { outcome: UNREACHED.has(how) ? 'unclear' : 'refused', how };
};

/** Code of an error of the system; the message where it has none. */
export const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 100);
