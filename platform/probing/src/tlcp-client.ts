import { connect } from 'node:net';
import {
  alertName,
  connectTlcp,
  suiteOf,
  type PeerTrust,
  type TlcpClientOptions,
  type TlcpConnection,
  type TlcpError,
} from '@chedun/tlcp';
import type { EndpointFacts, ProbeOutcome } from '@chedun/tls-probe';
import { parseCertificate, type Certificate } from '@chedun/x509';
import type { WrongCertificate } from './client-certificates.ts';
import { judgeTalk, lostBefore, type Talk } from './talk.ts';
import type { NegativeOutcome, Pace, ProbeTarget } from './types.ts';

/** Whether a client of ours gets as far as its certificate: TLCP was accepted with a suite that it speaks. */
export const isTestableByTlcp = (accepted: EndpointFacts['accepted']): boolean =>
  accepted.some(({ protocol, suite }) => protocol === 'tlcp' && suiteOf(suite) !== undefined);

/** What the server showed in the hello of TLCP; empty when there was none, or it cannot be read. */
export const shownOverTlcp = (outcomes: readonly ProbeOutcome[]): readonly Certificate[] => {
  const found = outcomes.find(({ probe }) => probe === 'tlcp');
  if (found === undefined || found.kind === 'unreachable') return [];
  try {
    return found.answer.certificates.map((der) => parseCertificate(Uint8Array.from(der)));
  } catch {
    return [];
  }
};

/**
 * Takes whoever showed these certificates: who the server is, is judged by the probe. Only for connections that carry
 * nothing.
 */
const trustAnybody = (shown: readonly Certificate[]): PeerTrust => ({
  anchors: shown.map(({ issuer, publicKey }) => ({ name: issuer, publicKey })),
  verifier: { verify: () => true },
});

/** A time at which all of these are valid, as near to now as there is one. */
const validTime = (shown: readonly Certificate[], now: number): number =>
  Math.min(Math.max(now, ...shown.map(({ notBefore }) => notBefore)), ...shown.map(({ notAfter }) => notAfter));

/**
 * Alerts with which a server refuses a client: handshake_failure, no_certificate, those about certificates, unknown_ca,
 * access_denied, certificate_required. All others (a wrong signature, a record that cannot be opened) say nothing of the certificate.
 */
const REFUSALS: ReadonlySet<string> = new Set([40, 41, 42, 43, 44, 45, 46, 48, 49, 116].map(alertName));

/** An end in the handshake: a refusal that the server said, or its going away; what was wrong otherwise says nothing. */
const endedBefore = ({ code, detail }: TlcpError): NegativeOutcome => {
  if (code === 'tlcp.truncated') return { outcome: 'refused', how: 'closed' };
  const how = code === 'tlcp.alert' ? String(detail.reason ?? code) : code;
  return { outcome: REFUSALS.has(how) ? 'refused' : 'unclear', how };
};

interface Needs {
  readonly pace: Pick<Pace, 'connectMs' | 'settleMs'>;
  readonly random: (length: number) => Uint8Array;
  readonly now: () => number;
}

/**
 * Connects over TLCP (GB/T 38636-2020) as a client that must be refused; `shown` is what the server showed to a hello.
 * Outcomes as over TLS. Never rejects.
 */
export const tryTlcpClient = (
  { host, port }: Pick<ProbeTarget, 'host' | 'port'>,
  shown: readonly Certificate[],
  certificate: WrongCertificate | undefined,
  { pace: { connectMs, settleMs }, random, now }: Needs,
): Promise<NegativeOutcome> =>
  new Promise((resolve) => {
    let talk: Talk | undefined;
    let connection: TlcpConnection | undefined;
    const socket = connect({ host, port });
    const done = ({ outcome, how }: NegativeOutcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ outcome, how: how.slice(0, 200) });
    };
    const timer = setTimeout(() => done({ outcome: 'unclear', how: 'timeout' }), connectMs + 2 * settleMs);
    const options: TlcpClientOptions = {
      trust: trustAnybody(shown),
      random,
      ...(certificate === undefined ? {} : { identity: { certificates: certificate.chain, sign: certificate.sign } }),
    };
    const say = (text: string): void => connection?.write(new Uint8Array(Buffer.from(text, 'latin1')));
    socket.on('connect', () => {
      connection = connectTlcp(options, validTime(shown, now()), {
        send: (bytes) => void (socket.writable && socket.write(bytes)),
        data: (bytes) => talk?.data(bytes),
        established: () => {
          talk = judgeTalk(host, settleMs, say, done);
        },
        ended: () => talk?.over('closed'),
        failed: (error) => (talk === undefined ? done(endedBefore(error)) : talk.over(endedBefore(error).how)),
      });
    });
    socket.on('data', (bytes) => connection?.push(new Uint8Array(bytes)));
    socket.on('error', (error) => (talk === undefined ? done(lostBefore(error)) : undefined));
    socket.on('close', () => connection?.finish());
  });
