import type { PublicKey, ToBeSignedValue } from '../src/index.ts';
import { verificationKeyValue } from '../src/keys.ts';

/** 2026-01-01 in seconds since 2004. */
export const NOW = 694_224_000;

const everything = {
  subjectPermissions: { all: null },
  minChainLength: 1,
  chainLengthRange: -1,
  eeType: { bits: '11000000' },
};

/** Fields of a root that may issue everything, for five years from a year ago. */
export const rootTbs = (key: PublicKey): ToBeSignedValue => ({
  id: { name: 'root.example' },
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start: NOW - 31_536_000, duration: { years: 5 } },
  certIssuePermissions: [everything],
  verifyKeyIndicator: { verificationKey: verificationKeyValue(key) },
});
