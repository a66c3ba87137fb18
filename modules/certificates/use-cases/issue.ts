import type { AssetsAsks } from '@chedun/assets/contract';
import { isDomainError, type ActorRef, type Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import { signAs, type AuthorityBook, type OpenAuthority } from '../authorities.ts';
import type { Profile } from '../contract.ts';
import { certificatesError } from '../errors.ts';
import type { ProfileBook } from '../profiles.ts';
import type { SettingsBook } from '../settings.ts';
import { insertIssued } from '../store.ts';
import type { CertificateTables } from '../tables.ts';
import { fitRequest, signRequest, type FittingRequest, type IssueRow, type SignedCertificate } from './prepare.ts';

/** What issuing stands on. */
export interface IssueNeeds {
  readonly records: Records;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly authorities: AuthorityBook;
  readonly profiles: ProfileBook;
  readonly settings: SettingsBook;
  readonly assets: Pick<AssetsAsks, 'countRegistered' | 'vehicleByVin'>;
}

/** What became of one row. */
export type RowResult =
  | { readonly kind: 'issued'; readonly row: IssueRow; readonly certificates: readonly SignedCertificate[] }
  | { readonly kind: 'refused'; readonly row: IssueRow; readonly code: string; readonly reason: string };

/** Rows of one transaction. */
export interface IssueOrder {
  readonly profile: Profile;
  readonly authority: OpenAuthority;
  readonly rows: readonly IssueRow[];
  readonly actor: ActorRef;
  readonly batch: string | null;
  /** Written in the same transaction, so that a crash repeats nothing. */
  readonly alongside?: (tx: Tx, results: readonly RowResult[]) => Promise<void>;
}

/** Key of the escrow of encryption keys. */
export const ESCROW = 'certificates-escrow';

type Fitted = FittingRequest | Extract<RowResult, { readonly kind: 'refused' }>;

const refusedBy = (row: IssueRow, error: unknown): Extract<RowResult, { readonly kind: 'refused' }> => {
  if (!isDomainError(error)) throw error;
  return { kind: 'refused', row, code: error.code, reason: String(error.detail.reason ?? '') };
};

/** VINs of these rows that are no registered vehicle. One statement when all are. */
const unknownVins = async (assets: IssueNeeds['assets'], rows: readonly IssueRow[]): Promise<ReadonlySet<string>> => {
  const vins = [...new Set(rows.flatMap(({ vin }) => vin ?? []))];
  if (vins.length === 0 || (await assets.countRegistered(vins)) === vins.length) return new Set();
  const unknown = new Set<string>();
  for (const vin of vins) if ((await assets.vehicleByVin(vin))?.status !== 'registered') unknown.add(vin);
  return unknown;
};

/** Subjects that these keys are certified for already, by the hash of the key. */
const subjectsOfKeys = async (
  records: Records,
  fits: readonly FittingRequest[],
): Promise<ReadonlyMap<string, string>> => {
  const hashes = fits.map(({ keyHash }) => Buffer.from(keyHash));
  const rows = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select(['key_hash', 'subject'])
    .where(sql<boolean>`key_hash = any(${hashes}::bytea[])`)
    .execute();
  return new Map(rows.map(({ key_hash: hash, subject }) => [hash.toString('hex'), subject]));
};

/** Refuses keys that stand for somebody else already, in the store or in these rows. */
const withoutForeignKeys = async (records: Records, fitted: readonly Fitted[]): Promise<readonly Fitted[]> => {
  const subjects = new Map(
    await subjectsOfKeys(
      records,
      fitted.filter((each) => 'keyHash' in each),
    ),
  );
  return fitted.map((fit) => {
    if (!('keyHash' in fit)) return fit;
    const key = Buffer.from(fit.keyHash).toString('hex');
    const known = subjects.get(key);
    if (known !== undefined && known !== fit.text)
      return { kind: 'refused', row: fit.from, code: 'certificates.key-used', reason: known };
    subjects.set(key, fit.text);
    return fit;
  });
};

const fitAll = async (
  needs: IssueNeeds,
  { profile, rows }: IssueOrder,
  settings: { readonly organization: string; readonly unknownVehicles: 'refuse' | 'allow' },
): Promise<readonly Fitted[]> => {
  const unknown = settings.unknownVehicles === 'allow' ? new Set<string>() : await unknownVins(needs.assets, rows);
  const fitted = rows.map((row): Fitted => {
    try {
      if (row.vin !== null && unknown.has(row.vin))
        throw certificatesError('certificates.vehicle-unknown', { reason: row.vin });
      return fitRequest(row, profile, settings.organization);
    } catch (error) {
      return refusedBy(row, error);
    }
  });
  return withoutForeignKeys(needs.records, fitted);
};

/**
 * Issues rows: reads and judges all, signs, then stores certificates, leaves of the log and bindings in one transaction.
 * A row that does not fit is answered with its error and holds up none of the others.
 */
export const issueRows =
  (needs: IssueNeeds) =>
  async (order: IssueOrder): Promise<readonly RowResult[]> => {
    const { profile, authority, actor, batch } = order;
    const { records, keys, clock, randomBytes } = needs;
    const settings = await needs.settings.get();
    const fitted = await fitAll(needs, order, settings);
    const now = clock.now();
    if (authority.certificate.notAfter <= now)
      throw certificatesError('certificates.request-refused', {
        reason: `the authority ${authority.name} has expired`,
      });
    const sign = signAs(keys, authority);
    const seal = (privateKey: Uint8Array, serial: string): Promise<Uint8Array> => keys.seal(ESCROW, privateKey, serial);
    const world = { profile, authority, settings, sign, now, randomBytes, seal };
    const results: RowResult[] = [];
    for (const fit of fitted)
      results.push(
        'keyHash' in fit ? { kind: 'issued', row: fit.from, certificates: await signRequest(world, fit) } : fit,
      );
    const signed = results.flatMap((result) => (result.kind === 'issued' ? result.certificates : []));
    await records.transaction(async (tx) => {
      const context = { authority, profile: profile.id, actor, at: new Date(now), batch };
      if (signed.length > 0) await insertIssued(tx, context, signed);
      await order.alongside?.(tx, results);
    });
    return results;
  };
