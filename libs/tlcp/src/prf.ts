import { hmacSm3, sm3 } from '@chedun/gm';
import { join } from './bytes.ts';
import type { SuiteName } from './names.ts';

/** Bytes of the master secret, and of the premaster secret of the ECC suites. */
export const MASTER_BYTES = 48;
const VERIFY_BYTES = 12;
const MAC_BYTES = 32;
const KEY_BYTES = 16;
const IV_BYTES: Readonly<Record<SuiteName, number>> = { ECC_SM4_CBC_SM3: 16, ECC_SM4_GCM_SM3: 4 };

/**
 * PRF(secret, label, seed) = P_SM3(secret, label || seed), cut to so many bytes (GB/T 38636-2020, 5.1.4; the P_hash of
 * RFC 5246, 5, over HMAC-SM3).
 */
export const prf = (secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array => {
  const whole = join(new TextEncoder().encode(label), seed);
  const out = new Uint8Array(length);
  let chained = whole;
  for (let at = 0; at < length; at += MAC_BYTES) {
    chained = hmacSm3(secret, chained);
    out.set(hmacSm3(secret, join(chained, whole)).subarray(0, length - at), at);
  }
  return out;
};

/** Both random numbers of a connection, 32 bytes each. */
export interface Randoms {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/** The master secret of a premaster secret (GB/T 38636-2020, 6.5.1): 48 bytes. */
export const masterSecret = (premaster: Uint8Array, { client, server }: Randoms): Uint8Array =>
  prf(premaster, 'master secret', join(client, server), MASTER_BYTES);

/** What one direction of a connection is protected with. */
export interface WriteKeys {
  /** 32 bytes for CBC, none for GCM. */
  readonly mac: Uint8Array;
  /** 16 bytes. */
  readonly key: Uint8Array;
  /** 4 bytes, the fixed part of the nonce of GCM; CBC writes its vectors into the records, and ignores these 16. */
  readonly iv: Uint8Array;
}

/** Keys of both directions (GB/T 38636-2020, 6.5.2): MAC secrets, keys and vectors of client and server, in this order. */
export const connectionKeys = (
  suite: SuiteName,
  master: Uint8Array,
  { client, server }: Randoms,
): { readonly client: WriteKeys; readonly server: WriteKeys } => {
  const mac = suite === 'ECC_SM4_CBC_SM3' ? MAC_BYTES : 0;
  const iv = IV_BYTES[suite];
  const block = prf(master, 'key expansion', join(server, client), 2 * (mac + KEY_BYTES + iv));
  let at = 0;
  const both = (length: number): readonly [Uint8Array, Uint8Array] => {
    at += 2 * length;
    return [block.subarray(at - 2 * length, at - length), block.subarray(at - length, at)];
  };
  const [macs, keys, ivs] = [both(mac), both(KEY_BYTES), both(iv)];
  return {
    client: { mac: macs[0], key: keys[0], iv: ivs[0] },
    server: { mac: macs[1], key: keys[1], iv: ivs[1] },
  };
};

/** verify_data of Finished (GB/T 38636-2020, 6.4.5.10): 12 bytes over SM3 of all handshake messages so far. */
export const verifyData = (sender: 'client' | 'server', master: Uint8Array, transcript: Uint8Array): Uint8Array =>
  prf(master, `${sender} finished`, sm3(transcript), VERIFY_BYTES);
