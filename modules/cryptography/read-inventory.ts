import { addDays, dayOf, daysBetween, type Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records, Tx } from '@chedun/records';
import {
  MOST_PRODUCTS,
  MOST_USES,
  UsePurpose,
  type CryptoProduct,
  type CryptoUse,
  type Inventory,
  type PlatformKey,
} from './contract.ts';
import { countAlgorithms } from './domain/count-algorithms.ts';
import { productFinding, useFinding } from './domain/findings.ts';
import { weakReason } from './domain/weak-algorithm.ts';
import { readCertificates, readEndpoints } from './read-model.ts';
import { tellFindings, type Reader } from './store.ts';
import type { CryptographyTables } from './tables.ts';

interface Needs {
  readonly records: Records;
  readonly keys: Pick<Keys, 'list'>;
  readonly clock: Pick<Clock, 'now'>;
}

const rotationDue = (rotatedOn: string | null, rotateDays: number | null, today: string): boolean =>
  rotatedOn !== null && rotateDays !== null && addDays(rotatedOn, rotateDays) < today;

/** Declared uses with what is wrong with them, by system. */
export const readUses = async (records: Reader, now: number): Promise<CryptoUse[]> => {
  const rows = await records
    .read<CryptographyTables>()
    .selectFrom('cryptography.uses')
    .selectAll()
    .orderBy('system')
    .orderBy('id')
    .limit(MOST_USES)
    .execute();
  return rows.map(({ id, system, purpose, algorithm, bits, key_id, rotated_on, rotate_days, note, changed_at }) => ({
    id,
    system,
    purpose: UsePurpose.parse(purpose),
    algorithm,
    bits,
    keyId: key_id,
    rotatedOn: rotated_on,
    rotateDays: rotate_days,
    note,
    changedAt: changed_at.toISOString(),
    weak: weakReason(algorithm, bits),
    rotationDue: rotationDue(rotated_on, rotate_days, dayOf(now)),
  }));
};

/** Certified products, the first to end first. */
const readProducts = async (records: Reader, now: number): Promise<CryptoProduct[]> => {
  const rows = await records
    .read<CryptographyTables>()
    .selectFrom('cryptography.products')
    .selectAll()
    .orderBy('valid_to')
    .orderBy('id')
    .limit(MOST_PRODUCTS)
    .execute();
  return rows.map(({ id, name, vendor, certificate_no, level, valid_from, valid_to, used_for, changed_at }) => ({
    id,
    name,
    vendor,
    certificateNo: certificate_no,
    level,
    validFrom: valid_from,
    validTo: valid_to,
    usedFor: used_for,
    changedAt: changed_at.toISOString(),
    daysLeft: daysBetween(dayOf(now), valid_to),
  }));
};

/** Keys of the product's own store. */
export const readKeys = async (keys: Pick<Keys, 'list'>): Promise<PlatformKey[]> =>
  (await keys.list()).map(({ id, name, kind, createdAt }) => ({
    id,
    name,
    kind,
    createdAt: new Date(createdAt).toISOString(),
  }));

/** The inventory 密码应用清单: uses, keys, products, and how often each algorithm is in use. */
export const readInventory =
  ({ records, keys, clock }: Needs) =>
  async (): Promise<Inventory> => {
    const now = clock.now();
    const [uses, products, own, endpoints, { items }] = await Promise.all([
      readUses(records, now),
      readProducts(records, now),
      readKeys(keys),
      readEndpoints(records),
      readCertificates(records, { limit: 1000 }, now),
    ]);
    return {
      uses,
      products,
      keys: own,
      algorithms: countAlgorithms({ endpoints, certificates: items, uses, keys: own }),
    };
  };

/** Makes findings of weak uses, keys that are too old, and products whose certificate ends. */
export const tellInventory = async (tx: Tx, records: Reader, now: number): Promise<void> => {
  const [uses, products] = await Promise.all([readUses(records, now), readProducts(records, now)]);
  await tellFindings(
    tx,
    'uses',
    uses.flatMap((use) => useFinding(use, now) ?? []),
    '已更换或不再使用',
  );
  await tellFindings(
    tx,
    'products',
    products.flatMap((each) => productFinding(each, now) ?? []),
    '证书有效',
  );
};
