import { z } from 'zod';

const Day = z.iso.date();
const Iso = z.iso.datetime({ offset: true });

/** What cryptography is used for. */
export const UsePurpose = z.enum(['at-rest', 'channel', 'signature', 'authentication', 'integrity', 'other']);

/** What is wrong with an algorithm; null: nothing that this list knows. */
export const WeakReason = z.enum(['md5', 'sha1', 'des', '3des', 'rc4', 'rsa-short']);
export type WeakReason = z.infer<typeof WeakReason>;

/** A use of cryptography that people declare: data at rest, a channel, a signature. */
export const UseInput = z.object({
  system: z.string().trim().min(1).max(100),
  purpose: UsePurpose,
  /** As people write it: SM4-CBC, RSA-2048, SHA-1. */
  algorithm: z.string().trim().min(1).max(60),
  bits: z.number().int().min(1).max(65_536).nullable().default(null),
  keyId: z.string().trim().max(100).default(''),
  rotatedOn: Day.nullable().default(null),
  /** The key is to be changed after so many days. */
  rotateDays: z.number().int().min(1).max(3650).nullable().default(null),
  note: z.string().trim().max(500).default(''),
});
export type UseInput = z.infer<typeof UseInput>;

export const CryptoUse = UseInput.extend({
  id: z.uuid(),
  changedAt: Iso,
  weak: WeakReason.nullable(),
  /** The key is older than it may be. */
  rotationDue: z.boolean(),
});
export type CryptoUse = z.infer<typeof CryptoUse>;

/** A key of the product's own store; its value never leaves it. */
export const PlatformKey = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  createdAt: Iso,
});

export type PlatformKey = z.infer<typeof PlatformKey>;

/** 商用密码产品认证证书: a certified cryptographic product that is in use. */
export const ProductInput = z.object({
  name: z.string().trim().min(1).max(100),
  vendor: z.string().trim().max(100).default(''),
  certificateNo: z.string().trim().min(1).max(60),
  /** Security level of the cryptographic module (GM/T 0028), 1 to 4; null where none is named. */
  level: z.number().int().min(1).max(4).nullable().default(null),
  validFrom: Day,
  validTo: Day,
  usedFor: z.string().trim().max(300).default(''),
});
export type ProductInput = z.infer<typeof ProductInput>;
export const CryptoProduct = ProductInput.extend({
  id: z.uuid(),
  changedAt: Iso,
  /** Days until the certificate ends, negative when it is over. */
  daysLeft: z.number().int(),
});
export type CryptoProduct = z.infer<typeof CryptoProduct>;

/** How often an algorithm is in use, and where. */
export const AlgorithmCount = z.object({
  algorithm: z.string(),
  /** Of the Chinese commercial family: SM2, SM3, SM4, SM9, ZUC. */
  sm: z.boolean(),
  weak: z.boolean(),
  channels: z.number().int(),
  certificates: z.number().int(),
  uses: z.number().int(),
  keys: z.number().int(),
});

export type AlgorithmCount = z.infer<typeof AlgorithmCount>;

/** GET /cryptography/inventory */
export const Inventory = z.object({
  uses: z.array(CryptoUse),
  keys: z.array(PlatformKey),
  products: z.array(CryptoProduct),
  algorithms: z.array(AlgorithmCount),
});
export type Inventory = z.infer<typeof Inventory>;

export const InventoryParams = z.object({ id: z.uuid() });

/** POST /cryptography/uses/import */
export const UsesImported = z.object({
  imported: z.number().int(),
  refused: z.array(z.object({ row: z.number().int(), reason: z.enum(['bad_value', 'too_many']) })),
});

/** Most declared uses, and most products. */
export const MOST_USES = 2000;
export const MOST_PRODUCTS = 500;
