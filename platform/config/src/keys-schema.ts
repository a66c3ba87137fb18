import { z } from 'zod';

const secret = z.string().min(1).max(4_096).meta({ secret: true });
const path = z.string().min(1).max(4_096).meta({ path: true });
const label = z.string().min(1).max(32);
/** Mechanism (CK_MECHANISM_TYPE) or algorithm (SGD) number of a device. */
const number = z.int().min(1).max(0xffff_ffff);

/** Where keys lie and what guards them. */
export const keysSchema = z.strictObject({
  provider: z
    .enum(['file', 'pkcs11', 'sdf'])
    .default('file')
    .describe('What guards the key file: a passphrase, a PKCS#11 token or a device of GM/T 0018'),
  passphraseFile: path.optional().describe('File with the passphrase of the key file'),
  passphrase: secret.optional().describe('Passphrase of the key file; prefer passphraseFile'),
  certificate: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('Certificate number of the device as a commercial cryptographic product; a statement of yours'),
  pkcs11: z.strictObject({
    modulePath: path.optional().describe('PKCS#11 library of the token'),
    token: label.optional().describe('Label of the token'),
    pinFile: path.optional().describe('File with the PIN of the user'),
    pin: secret.optional().describe('PIN of the user; prefer pinFile'),
    wrappingKey: label.default('chedun-kek').describe('Label of the AES-256 keys on the token that guard the key file'),
    signatureKinds: z
      .array(z.enum(['ecdsa-p256', 'ed25519', 'sm2']))
      .max(3)
      .default([])
      .describe('Kinds of signature keys whose new versions are made on the token'),
    sm2SignMechanism: number
      .optional()
      .describe('Number of the mechanism that signs an SM2 digest; the vendor says it'),
    sm2GenerateMechanism: number.default(0x1040).describe('Number of the mechanism that makes SM2 pairs'),
    sm2Decrypts: z
      .boolean()
      .default(false)
      .describe('Whether new SM2 pairs on the token may also decrypt, by CKM_ECDH1_DERIVE'),
  }),
  sdf: z.strictObject({
    modulePath: path.optional().describe('Library of the device (GM/T 0018)'),
    passwordFile: path.optional().describe('File with the password for the private keys of the device'),
    password: secret.optional().describe('That password; prefer passwordFile'),
    kekIndex: z
      .int()
      .min(1)
      .max(65_535)
      .default(1)
      .describe('Index of the key encryption key that guards the key file'),
    kekAlgorithm: number.default(0x401).describe('Algorithm number with which that key encrypts; 1025 is SM4-ECB'),
    signKeys: z
      .array(z.strictObject({ name: z.string().min(1).max(64), index: z.int().min(1).max(65_535) }))
      .max(64)
      .default([])
      .describe('Names of SM2 keys and the index at which the device holds them'),
  }),
});
