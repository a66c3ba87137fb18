import type { Keys } from '@chedun/keys';
import type { Records, Tx } from '@chedun/records';
import { parseCertificate, type Certificate, type Sign, type SignatureAlgorithm } from '@chedun/x509';
import type { Algorithm } from './contract.ts';
import { certificatesError } from './errors.ts';
import type { CertificateTables } from './tables.ts';

/** An authority with its certificate, ready to issue. */
export interface OpenAuthority {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly kind: 'root' | 'issuing';
  readonly parent: string | null;
  readonly algorithm: Algorithm;
  readonly keyName: string;
  /** When its certificate was revoked, and why; it signs nothing any more. */
  readonly revoked: { readonly at: number; readonly reason: string } | null;
  readonly certificate: Certificate;
}

/** All authorities, kept in memory until one is added. */
export interface AuthorityBook {
  readonly all: () => Promise<readonly OpenAuthority[]>;
  /** By name. Throws `certificates.authority-unknown`. */
  readonly named: (name: string) => Promise<OpenAuthority>;
  readonly byId: (id: string) => Promise<OpenAuthority>;
  readonly forget: () => void;
  /** From the root down to the authority itself. */
  readonly chainOf: (authority: OpenAuthority) => Promise<readonly OpenAuthority[]>;
}

/** Kind of key of an algorithm in `keys`. */
export const KEY_KIND = { sm2: 'sm2', 'ecdsa-p256': 'ecdsa-p256' } as const;
/** Signature algorithm that an authority of this algorithm signs with. */
export const SIGNATURE: Readonly<Record<Algorithm, SignatureAlgorithm>> = {
  sm2: 'sm2-sm3',
  'ecdsa-p256': 'ecdsa-sha256',
};

/** Signs with a key of the key store by its name. */
export const signWith =
  (keys: Pick<Keys, 'sign'>, keyName: string): Sign =>
  async (message) =>
    (await keys.sign(keyName, message)).bytes;

/** Signs with an issuing authority. The key of a root is sealed: `certificates.key-sealed`; ceremonies have a way of their own. */
export const signAs = (keys: Pick<Keys, 'sign'>, authority: OpenAuthority): Sign => {
  if (authority.kind === 'root') throw certificatesError('certificates.key-sealed', { reason: authority.name });
  if (authority.revoked !== null) throw certificatesError('certificates.authority-revoked', { reason: authority.name });
  return signWith(keys, authority.keyName);
};

/** Opens the book. */
export const authorityBook = (records: Pick<Records, 'read'>): AuthorityBook => {
  let known: Promise<readonly OpenAuthority[]> | undefined;
  const load = async (): Promise<readonly OpenAuthority[]> => {
    const rows = await records
      .read<CertificateTables>()
      .selectFrom('certificates.authorities')
      .selectAll()
      .orderBy('created_at')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      title: row.title,
      kind: row.kind,
      parent: row.parent,
      algorithm: row.algorithm,
      keyName: row.key_name,
      revoked:
        row.revoked_at === null ? null : { at: row.revoked_at.getTime(), reason: row.revoked_reason ?? 'unspecified' },
      certificate: parseCertificate(new Uint8Array(row.certificate)),
    }));
  };
  const all: AuthorityBook['all'] = () => {
    known ??= load().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const find = async (is: (authority: OpenAuthority) => boolean, what: string): Promise<OpenAuthority> => {
    const found = (await all()).find(is);
    if (found === undefined) throw certificatesError('certificates.authority-unknown', { reason: what });
    return found;
  };
  const byId: AuthorityBook['byId'] = (id) => find((each) => each.id === id, id);
  return {
    all,
    byId,
    named: (name) => find((each) => each.name === name, name),
    forget: () => {
      known = undefined;
    },
    chainOf: async (authority) => {
      const chain = [authority];
      for (let at = authority; at.parent !== null;) {
        at = await byId(at.parent);
        chain.unshift(at);
      }
      return chain;
    },
  };
};

/** Stores an authority. */
export const insertAuthority = (tx: Tx, authority: OpenAuthority, at: Date): Promise<unknown> =>
  tx
    .as<CertificateTables>()
    .insertInto('certificates.authorities')
    .values({
      id: authority.id,
      name: authority.name,
      title: authority.title,
      kind: authority.kind,
      parent: authority.parent,
      algorithm: authority.algorithm,
      key_name: authority.keyName,
      revoked_at: null,
      revoked_reason: null,
      certificate: Buffer.from(authority.certificate.raw),
      crl_number: authority.kind === 'root' ? 1 : 0,
      created_at: at,
    })
    .execute();
