import { join } from 'node:path';
import { checkChina } from './v2x-cert/china.ts';
import { checkEtsi } from './v2x-cert/etsi.ts';
import { Ledger } from './v2x-cert/ledger.ts';
import type { SuiteResult } from './v2x-cert/ledger.ts';

/**
 * Certificates that others issued, under `DIR/crypto`: `etsi-certs` (IEEE 1609.2 and ETSI TS 103 097, with their keys)
 * and `vectors-cn-v2x.json` (two Chinese roots, the head of a trusted root list and a signed message).
 */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const ledger = new Ledger();
  checkEtsi(ledger, join(dataDir, 'crypto', 'etsi-certs'));
  checkChina(ledger, join(dataDir, 'crypto', 'vectors-cn-v2x.json'));
  return ledger.result('v2x-cert');
};
