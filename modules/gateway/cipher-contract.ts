import { z } from 'zod';
import { Subject } from './schemas.ts';

/** Encryption bytes of GB/T 32960.3: 02 RSA, 03 AES-128, 04 SM2, 05 SM4. */
export const CipherAlgorithm = z.enum(['rsa', 'aes', 'sm2', 'sm4']);
export type CipherAlgorithm = z.infer<typeof CipherAlgorithm>;

const block = {
  mode: z.enum(['ecb', 'cbc']).default('ecb'),
  padding: z.enum(['pkcs7', 'zero', 'none']).default('pkcs7'),
  /** 32 hex digits, or `prefix` when the first block of the unit is the initial vector; only for `cbc`. */
  iv: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{32}|prefix)$/)
    .default('00'.repeat(16)),
};

/** How the data unit was encrypted. The standard leaves it open: agree it with the maker. */
export const CipherSpec = z.discriminatedUnion('algorithm', [
  z.strictObject({ algorithm: z.literal('aes'), ...block }),
  z.strictObject({ algorithm: z.literal('sm4'), ...block }),
  z.strictObject({
    algorithm: z.literal('rsa'),
    padding: z.enum(['pkcs1', 'oaep-sha1', 'oaep-sha256']).default('pkcs1'),
  }),
  z.strictObject({ algorithm: z.literal('sm2'), order: z.enum(['c1c3c2', 'c1c2c3', 'asn1']).default('c1c3c2') }),
]);
export type CipherSpec = z.output<typeof CipherSpec>;

/** A key without its secret. */
export const CipherKey = z.object({
  id: z.uuid(),
  title: z.string(),
  /** VIN, `platform:` and an account, or `*` for everybody; the most special one is tried first. */
  subject: z.string(),
  spec: CipherSpec,
  /** Tells keys apart without showing them. */
  mark: z.string(),
  status: z.enum(['active', 'withdrawn']),
  changedAt: z.iso.datetime({ offset: true }),
});
export type CipherKey = z.infer<typeof CipherKey>;
/** GET /gateway/cipher-keys */
export const CipherKeyList = z.object({
  items: z.array(CipherKey),
  /** Frames since the start: read, without a key that fits, and left because too many came at once. */
  opened: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
});

/** POST /gateway/cipher-keys: a secret as PEM or hex; absent = one is made (AES and SM4 only), and shown once. */
export const NewCipherKey = z.object({
  title: z.string().trim().min(1).max(100),
  subject: Subject.default('*'),
  spec: CipherSpec,
  secret: z.string().min(32).max(8000).optional(),
});
export const CipherKeyAdded = z.object({
  key: CipherKey,
  /** Only of a key that was made here, hex: it is never shown again. */
  secret: z.string().nullable(),
});
/** POST /gateway/cipher-keys/:id/withdraw */
export const CipherKeyId = z.object({ id: z.uuid() });
