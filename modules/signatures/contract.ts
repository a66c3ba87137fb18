import { z } from 'zod';

export { SIGNATURE_WORDS } from './phrases.ts';

/** Permissions of the public keys of vehicles. */
export const signaturePermissions = {
  read: 'signatures.keys-read',
  manage: 'signatures.keys-manage',
} as const;

/** `sm2`: SM2 with SM3, default user id (GB/T 32918.2). `rsa`: PKCS #1 v1.5 with SHA-256. */
export const Algorithm = z.enum(['sm2', 'rsa']);
export type Algorithm = z.infer<typeof Algorithm>;

/** `import`: an operator brought it. `activation`: the vehicle offered it itself. */
export const KeyOrigin = z.enum(['import', 'activation']);
export type KeyOrigin = z.infer<typeof KeyOrigin>;

/** Only `trusted` keys verify; `offered` ones wait for a person. */
export const KeyStatus = z.enum(['trusted', 'offered', 'withdrawn']);
export type KeyStatus = z.infer<typeof KeyStatus>;

const Iso = z.iso.datetime({ offset: true });
const Vin = z.string().regex(/^[A-Za-z0-9]{17}$/);

/** A public key of a vehicle. */
export const VehicleKey = z.object({
  vin: z.string(),
  algorithm: Algorithm,
  /** SM3 of the SubjectPublicKeyInfo, hex: the name of the key in routes. */
  fingerprint: z.string(),
  chipId: z.string(),
  origin: KeyOrigin,
  status: KeyStatus,
  changedAt: Iso,
});
export type VehicleKey = z.infer<typeof VehicleKey>;

/** GET /signatures/keys */
export const KeyQuery = z.object({
  search: z.string().max(40).optional(),
  status: KeyStatus.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const KeyList = z.object({ items: z.array(VehicleKey), total: z.number().int() });

/** POST /signatures/keys: public keys as PEM, hex of the SubjectPublicKeyInfo, or hex as in an activation frame. */
export const KeyImport = z.object({
  keys: z
    .array(
      z.object({
        vin: Vin,
        algorithm: Algorithm,
        publicKey: z.string().min(64).max(4000),
        chipId: z.string().max(64).default(''),
      }),
    )
    .min(1)
    .max(1000),
});
export const KeyImported = z.object({
  imported: z.number().int(),
  /** Rows that were refused, with their number from 1. */
  refused: z.array(z.object({ row: z.number().int(), vin: z.string(), reason: z.string() })),
});

/** POST /signatures/keys/decide: confirms or withdraws keys. */
export const KeyDecision = z.object({
  fingerprints: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .min(1)
    .max(500),
  status: z.enum(['trusted', 'withdrawn']),
});
export const KeysDecided = z.object({ changed: z.number().int() });

/** GET /signatures/counts: what became of signed reports since the start of the process. */
export const SignatureCounts = z.object({
  valid: z.number().int(),
  failed: z.number().int(),
  /** No trusted key of the vehicle. */
  unknownKey: z.number().int(),
  /** Algorithms whose curve and hash the standard leaves open. */
  unsupported: z.number().int(),
  /** Above the allowance of verifications a second. */
  skipped: z.number().int(),
  /** Share of signed reports with a known key that was verified, 0 to 1: the probability that one forged report is found. */
  coverage: z.number().nullable(),
});
export type SignatureCounts = z.infer<typeof SignatureCounts>;

/** A signed report: the signed bytes and the signature as it stands in the frame. */
export interface SignedReport {
  readonly vin: string;
  /** Code of the frame: 1 SM2, 2 RSA, 3 ECC. */
  readonly algorithm: number;
  readonly signed: Uint8Array;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

/** What became of a signature; see {@link SignatureCounts}. */
export type SignatureVerdict = 'valid' | 'failed' | 'unknown-key' | 'unsupported' | 'skipped';

export interface SignatureAsks {
  /** Verifies a signed report within the allowance. `urgent` ones are never skipped. Never rejects. */
  readonly check: (report: SignedReport, urgent: boolean) => Promise<SignatureVerdict>;
  /** Keeps the key that a vehicle offers by activation, until a person decides; a key that is none is dropped. */
  readonly offered: (activation: {
    readonly vin: string;
    readonly chipId: string;
    readonly publicKey: Uint8Array;
  }) => Promise<void>;
}
