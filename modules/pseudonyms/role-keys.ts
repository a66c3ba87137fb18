import { createECDH } from 'node:crypto';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import { softwareEciesKey, softwareSm2Key } from '@chedun/v2x-security';
import type { DecryptionKey, PublicKey, SigningKey } from '@chedun/v2x-security';
import { fromHex, randomScalar, rawSignatureOf } from '@chedun/v2x-pki';
import type { Random, Suite } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import type { Role, StoringRole } from './tables.ts';

/** What keys of roles rest on. */
export interface KeyNeeds {
  readonly keys: Keys;
  readonly records: Records;
  readonly randomBytes: Random;
}

/** A signing key in the key store, and its public half. */
export interface RoleSigningKey extends SigningKey {
  readonly publicKey: PublicKey;
}

const POINT = 65;
const NOBODY = fromHex('');

/** Name of the signing key of a role in the key store. */
const signingKeyName = (suite: Suite, role: Role): string => `v2x-${suite.name}-${role}`;

/** Name of the key that seals what a role keeps secret in its tables. */
export const sealingKeyName = (suite: Suite, role: StoringRole): string => `v2x-${suite.name}-${role}-store`;

/** Opens the signing key of a role, or makes it. */
export const openSigningKey = (needs: KeyNeeds, suite: Suite, role: Role): Promise<RoleSigningKey> =>
  openNamedKey(needs, suite, signingKeyName(suite, role));

/** Opens the signing key with a name, or makes it. */
export const openNamedKey = async (
  needs: Pick<KeyNeeds, 'keys'>,
  suite: Suite,
  name: string,
): Promise<RoleSigningKey> => {
  const { publicKey: spki = NOBODY } = await needs.keys.ensure(name, suite.keyKind);
  return {
    curve: suite.curve,
    publicKey: { curve: suite.curve, point: spki.slice(-POINT) },
    sign: async (input) => {
      const identity = input.kind === 'sm2' ? input.signerId : undefined;
      return rawSignatureOf((await needs.keys.sign(name, input.message, identity)).bytes);
    },
  };
};

/** The private number with which a role reads what was encrypted for it; sealed in its own table. */
export interface RoleSecret {
  readonly scalar: Uint8Array;
  readonly publicKey: PublicKey;
}

const contextOf = (suite: Suite, role: StoringRole): string => `pseudonyms ${suite.name} ${role} decryption`;

const publicOf = (suite: Suite, scalar: Uint8Array): PublicKey => {
  const pair = createECDH(suite.curve === 'sm2' ? 'SM2' : 'prime256v1');
  pair.setPrivateKey(scalar);
  return { curve: suite.curve, point: new Uint8Array(pair.getPublicKey()) };
};

const tableOf = (role: StoringRole) => sql.table(`pseudonyms_${role}.secrets`);

/** Opens the reading key of a role, or makes it. */
export const openSecret = async (needs: KeyNeeds, suite: Suite, role: StoringRole): Promise<RoleSecret> => {
  const { keys, records, randomBytes } = needs;
  const sealer = sealingKeyName(suite, role);
  await keys.ensure(sealer, 'aes-256-gcm');
  const sealed = await keys.seal(sealer, randomScalar(randomBytes), contextOf(suite, role));
  // Whoever comes first makes the key; all others read it.
  await records.transaction((tx) =>
    sql`insert into ${tableOf(role)} (suite, sealed) values (${suite.name}, ${Buffer.from(sealed)})
        on conflict (suite) do nothing`.execute(tx.as()),
  );
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed from ${tableOf(role)} where suite = ${suite.name}`.execute(records.read());
  const kept = rows[0]?.sealed ?? Buffer.from(sealed);
  const scalar = await keys.open(sealer, kept, contextOf(suite, role));
  return { scalar, publicKey: publicOf(suite, scalar) };
};

/** The reading key as the library wants it; `certificateHash` is that of the role's certificate. */
export const decryptionKeyOf = (suite: Suite, { scalar }: RoleSecret, certificateHash: Uint8Array): DecryptionKey =>
  suite.curve === 'sm2' ? softwareSm2Key(scalar) : softwareEciesKey('nistP256', scalar, certificateHash);
