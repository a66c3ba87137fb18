/** All that can be wrong with an endpoint; the last three come of connections with wrong certificates of a client. */
export const WEAKNESS_CODES = [
  'ssl3',
  'tls10',
  'tls11',
  'no-secure-protocol',
  'null-suite',
  'anonymous-suite',
  'export-suite',
  'rc4-suite',
  'des-suite',
  '3des-suite',
  'legacy-cipher-suite',
  'static-key-suite',
  'cbc-sha1-suite',
  'weak-dh',
  'sm-missing',
  'client-certificate-not-asked',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-expires-soon',
  'certificate-weak-key',
  'certificate-weak-signature',
  'certificate-self-signed',
  'certificate-wrong-name',
  'certificate-unreadable',
  'tlcp-pair-incomplete',
  'accepts-no-certificate',
  'accepts-expired-certificate',
  'accepts-foreign-certificate',
] as const;

/** One of {@link WEAKNESS_CODES}. */
export type WeaknessCode = (typeof WEAKNESS_CODES)[number];

/** Severity, worst last. */
export const WEAKNESS_SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** One of {@link WEAKNESS_SEVERITIES}. */
export type WeaknessSeverity = (typeof WEAKNESS_SEVERITIES)[number];

/** Names of the hellos that are sent; the weak classes are offered alone, so that an answer proves that they are accepted. */
export const PROBE_NAMES = [
  'tls13',
  'tls13-sm',
  'tls12',
  'tlcp',
  'tls11',
  'tls10',
  'ssl3',
  'null',
  'anonymous',
  'export',
  'rc4',
  'des',
  '3des',
  'legacy-cipher',
  'static-key',
  'cbc-sha1',
] as const;

/** One of {@link PROBE_NAMES}. */
export type ProbeName = (typeof PROBE_NAMES)[number];

/** Protocols by the name under which they are shown, newest first. */
export const PROTOCOL_NAMES = ['tlcp', 'tls13', 'tls12', 'tls11', 'tls10', 'ssl3'] as const;
