import { parseCertificate, trustStore } from '@chedun/v2x-security';
import type { ParsedCertificate, TrustStore } from '@chedun/v2x-security';
import type { Records } from '@chedun/records';
import type { ApplicationPolicy, JudgeSetup } from './domain/judge.ts';
import { readList } from './domain/trust-list.ts';
import type { V2xTrustTables } from './tables.ts';

/** What is trusted at a moment. */
export interface Trust {
  readonly setup: JudgeSetup;
  /** Revocation lists in force, oldest first. */
  readonly crls: readonly Uint8Array[];
  readonly roots: readonly ParsedCertificate[];
  readonly authorities: readonly ParsedCertificate[];
  /** Who may sign lists of roots: pinned, and our own authority. */
  readonly listAuthorities: readonly ParsedCertificate[];
  readonly store: TrustStore;
}

/** Knows what is trusted now, and tells when it changes. */
export interface TrustBook {
  readonly now: () => Promise<Trust>;
  /** Reads everything again, after a decision. */
  readonly reload: () => Promise<Trust>;
}

/** What does not come from the records. */
export interface TrustSettings {
  readonly signers: number;
  readonly undecidedRegion: JudgeSetup['undecidedRegion'];
  readonly policies: readonly ApplicationPolicy[];
}

const unique = (certificates: readonly ParsedCertificate[]): readonly ParsedCertificate[] => [
  ...new Map(certificates.map((one) => [one.id8, one])).values(),
];

const readTrust = async (records: Pick<Records, 'read'>, settings: TrustSettings): Promise<Trust> => {
  const db = records.read<V2xTrustTables>();
  const [anchors, lists, crls, own] = await Promise.all([
    db.selectFrom('v2x_trust.anchors').select(['kind', 'certificate']).where('status', '=', 'accepted').execute(),
    db.selectFrom('v2x_trust.lists').select(['kind', 'bytes']).where('status', '=', 'accepted').execute(),
    db.selectFrom('v2x_trust.crls').select('bytes').where('in_force', '=', true).orderBy('issued_at').execute(),
    db.selectFrom('v2x_trust.own_authority').select('certificate').execute(),
  ]);
  const pinned = (kind: string) =>
    anchors.filter((one) => one.kind === kind).map((one) => parseCertificate(new Uint8Array(one.certificate)));
  const listed = (kind: 'root-ctl' | 'pki-ctl') =>
    lists.filter((one) => one.kind === kind).flatMap((one) => readList(kind, new Uint8Array(one.bytes)).certificates);
  const roots = unique([...pinned('root'), ...listed('root-ctl')]);
  const authorities = unique([...pinned('authority'), ...listed('pki-ctl')]);
  return {
    setup: {
      profile: 'cn',
      roots: roots.map(({ bytes }) => bytes),
      authorities: authorities.map(({ bytes }) => bytes),
      ...settings,
    },
    crls: crls.map(({ bytes }) => new Uint8Array(bytes)),
    roots,
    authorities,
    listAuthorities: [
      ...pinned('list-authority'),
      ...own.map(({ certificate }) => parseCertificate(new Uint8Array(certificate))),
    ],
    store: trustStore(roots, authorities),
  };
};

/** Opens the book. `changed` is told of every new state before the reader of it. */
export const openTrustBook = (
  records: Pick<Records, 'read'>,
  settings: TrustSettings,
  changed: (trust: Trust) => void,
): TrustBook => {
  let known: Promise<Trust> | undefined;
  const reload = (): Promise<Trust> => {
    const reading = readTrust(records, settings).then((trust) => {
      changed(trust);
      return trust;
    });
    known = reading;
    reading.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading;
  };
  return { now: () => known ?? reload(), reload };
};
