import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { EndpointFacts } from '@chedun/tls-probe';
import { formatPem } from '@chedun/x509';
import type { WrongCertificate } from './client-certificates.ts';
import { codeOf, judgeTalk, lostBefore, type Talk } from './talk.ts';
import type { NegativeOutcome, Pace, ProbeTarget } from './types.ts';

/** Suites of RFC 8998, which node:tls does not know. */
const SM_SUITES: ReadonlySet<number> = new Set([0x00c6, 0x00c7]);

/**
 * Whether a client of node:tls gets as far as its certificate: TLS was accepted with a suite that it speaks. Where it does
 * not, a handshake fails for other reasons, and a refusal would prove nothing.
 */
export const isTestableByTls = (accepted: EndpointFacts['accepted']): boolean =>
  accepted.some(({ protocol, suite }) => protocol.startsWith('tls') && !SM_SUITES.has(suite));

const pemOf = ({ chain, pkcs8 }: WrongCertificate): { readonly cert: string; readonly key: string } => ({
  cert: chain.map((bytes) => formatPem({ label: 'CERTIFICATE', bytes })).join(''),
  key: formatPem({ label: 'PRIVATE KEY', bytes: pkcs8 }),
});

/**
 * Connects over TLS as a client that must be refused. `accepted`: the handshake ended well and the server went on talking or
 * stayed open; `refused`: an alert, an end before anything was asked, or a refusal of HTTP. Never rejects.
 */
export const tryTlsClient = (
  { host, port }: Pick<ProbeTarget, 'host' | 'port'>,
  certificate: WrongCertificate | undefined,
  { connectMs, settleMs }: Pick<Pace, 'connectMs' | 'settleMs'>,
): Promise<NegativeOutcome> =>
  new Promise((resolve) => {
    let talk: Talk | undefined;
    const socket = connect({
      host,
      port,
      // The identity of the server is judged by the probe; here it is asked what it accepts.
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(certificate === undefined ? {} : pemOf(certificate)),
    });
    const done = ({ outcome, how }: NegativeOutcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ outcome, how: how.slice(0, 200) });
    };
    const timer = setTimeout(() => done({ outcome: 'unclear', how: 'timeout' }), connectMs + 2 * settleMs);
    socket.on('secureConnect', () => {
      talk = judgeTalk(host, settleMs, (text) => socket.write(text), done);
    });
    socket.on('data', (bytes) => talk?.data(bytes));
    socket.on('error', (error) => (talk === undefined ? done(lostBefore(error)) : talk.over(codeOf(error))));
    socket.on('close', () => (talk === undefined ? done({ outcome: 'refused', how: 'closed' }) : talk.over('closed')));
  });
