import type { IngestAsks } from '@chedun/ingest/contract';
import { defineModule } from '@chedun/module';
import { signatureChecks } from './checks.ts';
import { signaturePermissions, type SignatureAsks } from './contract.ts';
import { signatureErrors } from './errors.ts';
import { keyBook } from './key-book.ts';
import { countKeys, listKeys } from './read-model.ts';
import { signatureRoutes } from './routes.ts';
import { checkReport } from './use-cases/check-report.ts';
import { followSightings } from './use-cases/follow-sightings.ts';
import { decideKeys, importKeys, keepOffered } from './use-cases/manage-keys.ts';

/** SM2 takes about 80 microseconds: a sixth of a processor at most. */
const VERIFICATIONS_PER_SECOND = 2000;

/** Whose public key signs the reports of a vehicle, and whether a report is genuine. */
export const signatures = defineModule<SignatureAsks, { ingest: IngestAsks }>({
  name: 'signatures',
  needs: ['ingest'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: signaturePermissions.read, title: { zh: '查看车辆签名公钥', en: 'Read public keys of vehicles' } },
    { name: signaturePermissions.manage, title: { zh: '管理车辆签名公钥', en: 'Manage public keys of vehicles' } },
  ],
  errors: signatureErrors,
  tells: [],
  build: ({ platform: { records, clock, log }, asks: { ingest } }) => {
    const book = keyBook(records, clock.now);
    const needs = { records, clock, book };
    const { check, counts } = checkReport({
      book,
      monotonic: clock.monotonic,
      perSecond: VERIFICATIONS_PER_SECOND,
      log,
    });
    const offered = keepOffered(needs);
    ingest.onSignature(followSightings({ check, offered, record: ingest.record, log }));
    return {
      asks: { check, offered },
      checks: signatureChecks({ counts, keys: () => countKeys(records) }),
      routes: signatureRoutes({
        list: (query) => listKeys(records, query),
        importKeys: importKeys(needs),
        decide: decideKeys(needs),
        counts,
      }),
    };
  },
});
