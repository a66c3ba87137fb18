import type { Records } from '@chedun/records';
import { verifierOf, type Verifier } from './domain/verify.ts';
import type { SignatureTables } from './tables.ts';

/** Trusted keys by vehicle, as many in memory as the newest reports need. */
export interface KeyBook {
  /** Trusted keys of a vehicle, newest first; a vehicle without any answers from memory for a while. */
  readonly of: (vin: string) => Promise<readonly Verifier[]>;
  /** Forgets what it knows of these vehicles. */
  readonly forget: (vins: readonly string[]) => void;
}

/** Vehicles in memory; an RSA key with its OpenSSL object takes about 2 KB. */
const MOST_VEHICLES = 20_000;
/** Keys of one vehicle that are tried. */
const MOST_KEYS = 4;
/** Another process of the same database may have changed the keys. */
const FRESH_MS = 300_000;

interface Known {
  readonly at: number;
  readonly keys: Promise<readonly Verifier[]>;
}

const readKeys = async (records: Pick<Records, 'read'>, vin: string): Promise<readonly Verifier[]> => {
  const rows = await records
    .read<SignatureTables>()
    .selectFrom('signatures.vehicle_keys')
    .select(['algorithm', 'spki'])
    .where('vin', '=', vin)
    .where('status', '=', 'trusted')
    .orderBy('changed_at', 'desc')
    .limit(MOST_KEYS)
    .execute();
  return rows.map(({ algorithm, spki }) => verifierOf(algorithm, spki));
};

/** Creates an empty book over the table of keys. */
export const keyBook = (records: Pick<Records, 'read'>, now: () => number): KeyBook => {
  const known = new Map<string, Known>();
  const remember = (vin: string, keys: Promise<readonly Verifier[]>): void => {
    known.set(vin, { at: now(), keys });
    keys.catch(() => known.delete(vin));
    const [oldest] = known.keys();
    if (known.size > MOST_VEHICLES && oldest !== undefined) known.delete(oldest);
  };
  return {
    of: (vin) => {
      const before = known.get(vin);
      if (before && now() - before.at < FRESH_MS) {
        // The newest stand at the end.
        known.delete(vin);
        known.set(vin, before);
        return before.keys;
      }
      known.delete(vin);
      const keys = readKeys(records, vin);
      remember(vin, keys);
      return keys;
    },
    forget: (vins) => {
      for (const vin of vins) known.delete(vin);
    },
  };
};
