import { join } from 'node:path';
import { checkCcm, checkEcies, checkImplicit, checkKdf } from './butterfly/crypto.ts';
import { checkExpansion, checkGroupLinkage, checkLinkage } from './butterfly/expansion.ts';
import { readVectors } from './butterfly/vectors.ts';
import { Ledger } from './v2x-cert/ledger.ts';
import type { SuiteResult } from './v2x-cert/ledger.ts';

const FILES = {
  bfkeyexp: checkExpansion,
  lv: checkLinkage,
  glv: checkGroupLinkage,
  ecies: checkEcies,
  aesccm: checkCcm,
  implicit: checkImplicit,
  kdf: checkKdf,
} as const;

/** Vectors of the CAMP primitives under `DIR/crypto/butterfly`; a file from which no case comes is a failure. */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const ledger = new Ledger();
  for (const [name, check] of Object.entries(FILES)) {
    const text = readVectors(join(dataDir, 'crypto', 'butterfly', `${name}.txt`));
    if (text === undefined) {
      ledger.skip(name, 'the file is absent');
      continue;
    }
    const before = ledger.count;
    ledger.check(`${name}: the file can be read`, true, () => {
      check(ledger, text);
      return ledger.count > before;
    });
  }
  return ledger.result('butterfly');
};
