import type { Keys } from '@chedun/keys';
import type { TombstoneSignature } from './contract.ts';

/** Keys that sign what this module states; made when they are first needed. */
const KEYS = [
  { name: 'retention-ed25519', kind: 'ed25519' },
  { name: 'retention-sm2', kind: 'sm2' },
] as const;

/** Signs a text with Ed25519 and with SM2. */
export const signText = async (keys: Keys, text: string): Promise<TombstoneSignature[]> => {
  const bytes = Buffer.from(text, 'utf8');
  const signatures: TombstoneSignature[] = [];
  for (const { name, kind } of KEYS) {
    await keys.ensure(name, kind);
    const { keyId, bytes: value } = await keys.sign(name, bytes);
    signatures.push({ algorithm: kind, keyId, value: Buffer.from(value).toString('base64') });
  }
  return signatures;
};

/** True when the text has a signature of each kind and all of them hold. */
export const isGenuine = async (
  keys: Keys,
  text: string,
  signatures: readonly TombstoneSignature[],
): Promise<boolean> => {
  const bytes = Buffer.from(text, 'utf8');
  const kinds = new Set(signatures.map(({ algorithm }) => algorithm));
  if (!KEYS.every(({ kind }) => kinds.has(kind))) return false;
  for (const { keyId, value } of signatures) {
    const holds = await keys.verify({ keyId, bytes: Buffer.from(value, 'base64') }, bytes).catch(() => false);
    if (!holds) return false;
  }
  return true;
};
