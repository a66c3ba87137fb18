import { ENCRYPTION, decodeFrame, isIntact, sealedUnit, withUnit } from '@chedun/gbt32960';
import { allowance, type Clock } from '@chedun/kernel';
import type { Decipher } from '@chedun/keys';
import type { CipherAlgorithm } from './cipher-contract.ts';
import { subjectName } from './domain/subject.ts';

/** A key that is ready to decrypt. */
export interface ReadyKey {
  readonly subject: string;
  readonly algorithm: CipherAlgorithm;
  readonly decipher: Decipher;
}

/** Keys of the operator, ready for the listener. */
export interface CipherRing {
  readonly set: (keys: readonly ReadyKey[]) => void;
  /** Data unit in clear of an encrypted frame; undefined without a key that fits. */
  readonly decrypt: (frame: Uint8Array, platform: string | null) => Uint8Array | undefined;
  readonly counts: () => { readonly opened: number; readonly failed: number; readonly skipped: number };
}

const ALGORITHMS: Readonly<Record<number, CipherAlgorithm>> = {
  [ENCRYPTION.rsa]: 'rsa',
  [ENCRYPTION.aes]: 'aes',
  [ENCRYPTION.sm2]: 'sm2',
  [ENCRYPTION.sm4]: 'sm4',
};
/** Decryptions with private keys a second: RSA and SM2 take about 1 ms, and the listener waits for them. */
const PRIVATE_PER_SECOND = 30;
const ID_AT = 4;
const ID_END = 21;
const EVERYBODY = '*';
const MOST_TRIES = 4;

/** Without a check value in the text, a unit that reads well is the sign of the right key. */
const readsWell = (frame: Uint8Array, unit: Uint8Array): boolean => {
  const plain = withUnit(frame, unit, ENCRYPTION.none);
  return plain !== undefined && !['structure', 'unknown_command'].includes(decodeFrame(plain).status);
};

/** Opens an empty ring. */
export const cipherRing = (clock: Pick<Clock, 'monotonic'>): CipherRing => {
  let keys = new Map<string, readonly ReadyKey[]>();
  let [opened, failed, skipped] = [0, 0, 0];
  const mayUsePrivate = allowance(PRIVATE_PER_SECOND);
  const candidates = (algorithm: CipherAlgorithm, frame: Uint8Array, platform: string | null): readonly ReadyKey[] => {
    const vin = subjectName(Buffer.from(frame.subarray(ID_AT, ID_END)).toString('latin1'));
    const subjects = [vin, ...(platform === null ? [] : [`platform:${platform}`]), EVERYBODY];
    return subjects.flatMap((subject) => keys.get(`${algorithm} ${subject}`) ?? []).slice(0, MOST_TRIES);
  };
  const open = (frame: Uint8Array, platform: string | null): Uint8Array | 'failed' | 'skipped' => {
    const algorithm = ALGORITHMS[frame[ID_END] ?? 0];
    if (algorithm === undefined || keys.size === 0 || !isIntact(frame)) return 'failed';
    const isPrivate = algorithm === 'rsa' || algorithm === 'sm2';
    for (const { decipher } of candidates(algorithm, frame, platform)) {
      if (isPrivate && !mayUsePrivate(clock.monotonic())) return 'skipped';
      const unit = decipher(sealedUnit(frame));
      if (unit !== undefined && readsWell(frame, unit)) return unit;
    }
    return 'failed';
  };
  return {
    set: (given) => {
      keys = Map.groupBy(given, ({ algorithm, subject }) => `${algorithm} ${subject}`);
    },
    decrypt: (frame, platform) => {
      const unit = open(frame, platform);
      if (unit === 'failed') failed += 1;
      else if (unit === 'skipped') skipped += 1;
      else {
        opened += 1;
        return unit;
      }
      return undefined;
    },
    counts: () => ({ opened, failed, skipped }),
  };
};
