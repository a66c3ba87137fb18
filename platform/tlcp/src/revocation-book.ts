import type { PeerTrust } from '@chedun/tlcp';
import {
  createNodeVerifier,
  derOf,
  indexCrl,
  parseCrl,
  type Certificate,
  type CrlIndex,
  type RevocationInput,
  type SignatureVerifier,
} from '@chedun/x509';

/** What holds when no list speaks of a certificate: `if-known` lets it in, `required` does not. */
export type RevocationMode = RevocationInput['mode'];

/** A list that could not be taken. */
export interface BadList {
  readonly reason: string;
}

/** Revocation lists of clients, which change while servers run. */
export interface RevocationBook {
  /** Replaces the lists that came from there (PEM or DER). One that cannot be read leaves the earlier ones in force. */
  readonly set: (from: string, lists: readonly Uint8Array[]) => BadList | undefined;
  /** What a handshake is judged by: always the lists of now. */
  readonly trust: (given: Pick<PeerTrust, 'anchors'>, mode: RevocationMode) => PeerTrust;
  /** Whether a list names this certificate; signatures of lists are judged in handshakes, not here. */
  readonly lists: (certificate: Certificate) => boolean;
  /** Lists by where they came from, with the time (ms) by which the next one should have come. */
  readonly state: () => readonly { readonly from: string; readonly entries: number; readonly nextUpdate: number }[];
  readonly onChange: (listener: () => void) => void;
}

/** Most entries of a list. */
const MOST_ENTRIES = 2_000_000;

/** The signature of a list is verified once for each key, not in every handshake. */
const rememberingVerifier = (verifier: SignatureVerifier, isList: (tbs: Uint8Array) => boolean): SignatureVerifier => {
  const known = new WeakMap<Uint8Array, Map<string, boolean>>();
  return {
    verify: (key, algorithm, tbs, signature) => {
      if (!isList(tbs)) return verifier.verify(key, algorithm, tbs, signature);
      const answers = known.get(tbs) ?? new Map<string, boolean>();
      known.set(tbs, answers);
      const name = Buffer.from(key.key).toString('hex');
      const answer = answers.get(name) ?? verifier.verify(key, algorithm, tbs, signature);
      answers.set(name, answer);
      return answer;
    },
  };
};

/** Opens an empty book. */
export const revocationBook = (): RevocationBook => {
  const bySource = new Map<string, readonly CrlIndex[]>();
  const listeners: (() => void)[] = [];
  let all: readonly CrlIndex[] = [];
  let tbs: ReadonlySet<Uint8Array> = new Set();
  const verifier = rememberingVerifier(createNodeVerifier(), (bytes) => tbs.has(bytes));
  const isSame = (before: readonly CrlIndex[] | undefined, lists: readonly Uint8Array[]): boolean =>
    before?.length === lists.length &&
    lists.every((bytes, at) => Buffer.compare(bytes, before[at]?.crl.raw ?? Buffer.alloc(0)) === 0);
  return {
    set: (from, lists) => {
      try {
        const ders = lists.map((bytes) => derOf(bytes, ['X509 CRL']));
        if (isSame(bySource.get(from), ders)) return undefined;
        bySource.set(
          from,
          ders.map((der) => indexCrl(parseCrl(der), MOST_ENTRIES)),
        );
      } catch (error) {
        return { reason: error instanceof Error ? error.message : 'it is no revocation list' };
      }
      all = [...bySource.values()].flat();
      tbs = new Set(all.map(({ crl }) => crl.tbs));
      for (const listener of listeners) listener();
      return undefined;
    },
    trust: ({ anchors }, mode) => ({
      anchors,
      verifier,
      get revocation(): RevocationInput {
        return { mode, crls: all, ocsp: [] };
      },
    }),
    lists: ({ serial, issuer }) =>
      all.some((index) => {
        const entry = index.find(serial, issuer);
        return entry !== undefined && entry.reason !== 'removeFromCRL';
      }),
    state: () =>
      [...bySource].flatMap(([from, lists]) =>
        lists.map(({ size, crl }) => ({ from, entries: size, nextUpdate: crl.nextUpdate ?? crl.thisUpdate })),
      ),
    onChange: (listener) => listeners.push(listener),
  };
};
