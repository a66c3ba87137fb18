import type { signatures as zh } from '../zh-CN/signatures.ts';
import type { Shape } from '../shape.ts';

/** Signatures of vehicles. */
export const signatures: Shape<typeof zh> = {
  about:
    'Verifies the signatures of vehicle reports (GB/T 32960.3-2025) by public keys that you import, or that a vehicle offers by activation and a person confirms',
  notCertified:
    'SM2 and SM3 are software here and no certified cryptographic product; for systems of level 3 and above connect a certified module.',
  valid: 'Verified',
  failed: 'Failed',
  unknownKey: 'No trusted key',
  skipped: 'Not looked at',
  coverage: 'Share verified',
  sinceStart: 'since the server started',
  failedNote: 'each of them raises an alert',
  unknownKeyNote: 'import keys to verify them',
  skippedNote: 'above 500 verifications a second',
  coverageNote: 'chance that a forgery is found',
  import: 'Import public keys',
  importAbout:
    'One key a line: VIN, algorithm (SM2 or RSA), public key in hex, number of the chip (may be empty), separated by commas or tabs.',
  importCount: 'Import {{count}}',
  imported: 'Keys imported: {{count}}',
  refused: 'Keys that could not be read: {{count}} (line and VIN)',
  badLines: 'These lines cannot be read: {{lines}}',
  tooMany: 'At most {{most}} at a time',
  find: 'Find by VIN',
  anyStatus: 'All',
  status: 'Status',
  statusOf: { trusted: 'Trusted', offered: 'Waits for you', withdrawn: 'Withdrawn' },
  algorithm: 'Algorithm',
  origin: 'From',
  originOf: { import: 'Import', activation: 'Activation' },
  chip: 'Chip',
  fingerprint: 'Fingerprint (SM3)',
  changed: 'Changed',
  decide: { trusted: 'Confirm {{count}}', withdrawn: 'Withdraw {{count}}' },
  ask: {
    trusted: 'Confirm the selected keys ({{count}})? They will verify the reports of their vehicles.',
    withdrawn: 'Withdraw the selected keys ({{count}})? They will verify nothing any more.',
  },
  empty: 'No public keys of vehicles yet',
  emptyHint:
    'Import the keys that you registered; keys that vehicles offer by activation appear here and wait for you.',
};
