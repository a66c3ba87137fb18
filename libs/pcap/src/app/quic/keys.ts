import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

const HASH = 'sha256';

/** Salts of the initial secrets by version: RFC 9001 (version 1), RFC 9369 (version 2), draft 29 to 32. */
const SALTS: Readonly<Record<number, string>> = {
  0x0000_0001: '38762cf7f55934b34d179ae6a4c80cadccbb7f0a',
  0x6b33_43cf: '0dede3def700a6db819381be6e269dcbf9bd2ed9',
  0xff00_001d: 'afbfec289993d24c9e9786f19c6111e04390a899',
  0xff00_0020: 'afbfec289993d24c9e9786f19c6111e04390a899',
};
const VERSION_2 = 0x6b33_43cf;

/** Keys that protect Initial packets of one side. */
export interface InitialKeys {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly headerKey: Uint8Array;
}

/** HKDF-Expand-Label of TLS 1.3 (RFC 8446, 7.1) with an empty context; at most 32 bytes. */
const expandLabel = (secret: Uint8Array, label: string, size: number): Uint8Array => {
  const name = Buffer.from(`tls13 ${label}`, 'latin1');
  const info = Buffer.concat([Buffer.from([0, size, name.length]), name, Buffer.from([0, 1])]);
  return createHmac(HASH, secret).update(info).digest().subarray(0, size);
};

/** Keys of the client's Initial packets from the connection id it chose (RFC 9001, 5.2); undefined for other versions. */
export const clientInitialKeys = (version: number, connection: Uint8Array): InitialKeys | undefined => {
  const salt = SALTS[version];
  if (salt === undefined) return undefined;
  const initial = createHmac(HASH, Buffer.from(salt, 'hex')).update(connection).digest();
  const secret = expandLabel(initial, 'client in', 32);
  const prefix = version === VERSION_2 ? 'quicv2' : 'quic';
  return {
    key: expandLabel(secret, `${prefix} key`, 16),
    iv: expandLabel(secret, `${prefix} iv`, 12),
    headerKey: expandLabel(secret, `${prefix} hp`, 16),
  };
};

/** Mask of the header protection for a sample of 16 bytes (RFC 9001, 5.4.3). */
export const headerMask = (keys: InitialKeys, sample: Uint8Array): Uint8Array => {
  const cipher = createCipheriv('aes-128-ecb', keys.headerKey, null).setAutoPadding(false);
  return cipher.update(sample);
};

/** Opens a packet (RFC 9001, 5.3): undefined when it was not sealed with these keys. */
export const openPacket = (
  keys: InitialKeys,
  number: number,
  header: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined => {
  if (sealed.length < 16) return undefined;
  const nonce = Uint8Array.from(keys.iv);
  for (let at = 0; at < 4; at += 1) nonce[11 - at] = (nonce[11 - at] ?? 0) ^ ((number >>> (8 * at)) & 255);
  const decipher = createDecipheriv('aes-128-gcm', keys.key, nonce);
  decipher.setAAD(header);
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - 16));
    decipher.final();
    return plain;
  } catch {
    return undefined;
  }
};
