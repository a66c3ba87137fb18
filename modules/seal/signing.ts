import { isSignedByLog, openCheckpoint, sha256, type OpenedCheckpoint, type SealHead } from '@chedun/journal/seal';
import { ed25519RawOf, sm2PointOf, type KeyInfo, type Keys } from '@chedun/keys';
import { formatCheckpoint, formatNote, formatVerifierKey, keyIdOf, toBase64, type VerifierKey } from '@chedun/merkle';

const ED25519 = 'seal-ed25519';
const SM2 = 'seal-sm2';

/** Signs the heads of logs with both keys of this installation. */
export interface LogSigner {
  /** Every version of both keys as keys of this log, so that checkpoints from before a rotation verify. */
  readonly keysOf: (origin: string) => Promise<readonly VerifierKey[]>;
  readonly sign: (origin: string, firstSeq: number, head: SealHead, time: string) => Promise<string>;
  /** Reads a checkpoint; undefined when this log did not sign it. */
  readonly open: (origin: string, note: string) => Promise<OpenedCheckpoint | undefined>;
}

const verifierOf = (origin: string, { name, publicKey = new Uint8Array(0) }: KeyInfo): VerifierKey | undefined => {
  const key = name === ED25519 ? ed25519RawOf(publicKey) : name === SM2 ? sm2PointOf(publicKey) : undefined;
  return key && { name: origin, type: name === SM2 ? 'sm2-sm3' : 'ed25519', key: Uint8Array.from(key) };
};

/** Keys of a log as lines of text. */
export const keyLines = (keys: readonly VerifierKey[]): string[] => keys.map((key) => formatVerifierKey(sha256, key));

/** Opens the signer; the keys are made at the first start. */
export const openSigner = async (keys: Keys): Promise<LogSigner> => {
  await keys.ensure(ED25519, 'ed25519');
  await keys.ensure(SM2, 'sm2');
  const keysOf: LogSigner['keysOf'] = async (origin) =>
    (await keys.list()).flatMap((info) => verifierOf(origin, info) ?? []);
  const signature = async (origin: string, name: string, text: string) => {
    const { keyId, bytes } = await keys.sign(name, Buffer.from(text));
    const info = (await keys.list()).find(({ id }) => id === keyId);
    const key = info && verifierOf(origin, info);
    if (key === undefined) throw new Error(`the key ${keyId} cannot sign a checkpoint`);
    return { name: origin, keyId: keyIdOf(sha256, key), signature: bytes };
  };
  return {
    keysOf,
    sign: async (origin, firstSeq, { size, root, sha256Root }, time) => {
      const extensions = [`time ${time}`, `sha256 ${toBase64(sha256Root)}`, `first-seq ${firstSeq}`];
      const text = formatCheckpoint({ origin, size, root, extensions });
      return formatNote({
        text,
        signatures: [await signature(origin, ED25519, text), await signature(origin, SM2, text)],
      });
    },
    open: async (origin, note) => {
      try {
        const opened = openCheckpoint(note, await keysOf(origin));
        return isSignedByLog(opened) && opened.checkpoint.origin === origin ? opened : undefined;
      } catch {
        return undefined;
      }
    },
  };
};
