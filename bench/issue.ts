import { pseudonymMetrics } from './issue/pseudonyms.ts';
import { measureX509, type Metric } from './issue/x509.ts';

/**
 * What issuing takes. `pseudonym_per_s_core`: see `bench/issue/pseudonyms.ts`. `x509_per_s`: X.509 certificates a second (wall
 * clock, one process and its PostgreSQL), from the request to the durable row: request read and verified, SM2 signed, row, binding, leaf of
 * the log, audit, in transactions of 500. `ocsp_per_s`: answers of OCSP a second from the cache, from the bytes of the request to those
 * of the answer. Beside them `openssl ca` and `openssl ocsp` in the same run. Everything is SM2.
 */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const x509 = await measureX509();
  return { bench: 'issue', metrics: { ...x509, ...(await pseudonymMetrics()) } };
};
