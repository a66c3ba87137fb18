import { ipBytes } from '@chedun/x509';
import { answerReader, type AnswerReader } from './answer.ts';
import { buildClientHello, type ClientHello } from './client-hello.ts';
import { KEY_SHARE_SECRET_BYTES, keyShare, type KeyShare } from './key-share.ts';
import { PROBE_NAMES, type ProbeName } from './codes.ts';
import { GROUP, SCHEME, type ProtocolName } from './names.ts';
import { CIPHER_SUITES, suitesOf, type SuiteClass } from './suites.ts';

/** One hello of the plan. */
export interface Probe {
  readonly name: ProbeName;
  readonly protocol: ProtocolName;
  readonly suites: readonly number[];
  /** Groups of the key shares, TLS 1.3. */
  readonly groups: readonly number[];
}

/** Where a plan is for. */
export interface ProbeEndpoint {
  /** DNS name, IPv4 or IPv6 address. */
  readonly host: string;
  /** What is known to listen there; `any` asks for everything. */
  readonly speaks: 'tls' | 'tlcp' | 'any';
}

const MODERN_GROUPS = [GROUP.x25519, GROUP.secp256r1, GROUP.secp384r1] as const;
const WEAK: readonly SuiteClass[] = [
  'null',
  'anonymous',
  'export',
  'rc4',
  'des',
  '3des',
  'legacy-cipher',
  'static-key',
  'cbc-sha1',
];

const suitesFor = (name: ProbeName): Pick<Probe, 'protocol' | 'suites' | 'groups'> => {
  switch (name) {
    case 'tls13':
      return { protocol: 'tls13', suites: suitesOf('tls13').filter((code) => code >= 0x1301), groups: MODERN_GROUPS };
    case 'tls13-sm':
      return { protocol: 'tls13', suites: suitesOf('tls13', 'sm'), groups: [GROUP.curveSM2] };
    case 'tlcp':
      return { protocol: 'tlcp', suites: suitesOf('tlcp'), groups: [] };
    case 'tls12':
    case 'tls11':
    case 'tls10':
    case 'ssl3': {
      // The most wanted first: a server that follows the client shows its best. Suites without a certificate or without a
      // cipher have hellos of their own.
      const sound = CIPHER_SUITES.filter(
        ({ family, classes }) => family === 'tls12' && !classes.includes('anonymous') && !classes.includes('null'),
      );
      return { protocol: name, suites: sound.map(({ code }) => code).toReversed(), groups: [] };
    }
    default:
      return { protocol: 'tls12', suites: suitesOf('tls12', WEAK.find((mark) => mark === name) ?? 'null'), groups: [] };
  }
};

/**
 * The hellos that show what an endpoint accepts, in the order in which they are sent: protocols from the newest to the
 * oldest, then the weak suites by class. At most 16 connections.
 */
export const probePlan = ({ speaks }: ProbeEndpoint): readonly Probe[] =>
  PROBE_NAMES.filter((name) => speaks === 'any' || (name === 'tlcp') === (speaks === 'tlcp')).map((name) => ({
    name,
    ...suitesFor(name),
  }));

/** Makes the hello of a probe and the reader of its answer. `random` gives as many random bytes as it is asked for. */
export const openProbe = (
  { name, protocol, suites, groups }: Probe,
  { host }: Pick<ProbeEndpoint, 'host'>,
  random: (length: number) => Uint8Array,
): { readonly hello: ClientHello; readonly reader: AnswerReader } => {
  const shares: readonly KeyShare[] = groups.map((group) => keyShare(group, random(KEY_SHARE_SECRET_BYTES)));
  const hello = buildClientHello({
    protocol,
    suites,
    random: random(32),
    serverName: ipBytes(host) === undefined ? host : undefined,
    ...(protocol === 'tls13' ? { shares } : {}),
    ...(name === 'tls13-sm' ? { groups: [GROUP.curveSM2], schemes: [SCHEME.sm2sig_sm3] } : {}),
  });
  return { hello, reader: answerReader(hello.message, shares) };
};
