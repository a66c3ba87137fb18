const REASONS = {
  'exchange.zip': 'zip',
  'exchange.name': 'name',
  'exchange.too-large': 'tooLarge',
  'exchange.json': 'json',
  'exchange.manifest': 'manifest',
  'unknown-certificate': 'unknownCertificate',
  'bad-signature': 'badSignature',
  'message-digest': 'digest',
  'certificate-period': 'period',
  'another-document': 'anotherDocument',
  differs: 'differs',
  absent: 'absent',
  other: 'otherForm',
  structure: 'receiptStructure',
} as const;

/** The word of a reason that verifying gives; undefined for one that has none and is shown as it is. */
export const reasonOf = (code: string): (typeof REASONS)[keyof typeof REASONS] | undefined =>
  code in REASONS ? REASONS[code as keyof typeof REASONS] : undefined;
