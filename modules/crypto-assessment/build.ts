import type { AssetsAsks } from '@chedun/assets/contract';
import type { CryptographyAsks } from '@chedun/cryptography/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { cryptoAssessmentChecks } from './checks.ts';
import type { CryptoAssessmentAsks } from './contract.ts';
import { listAssessments, newestAssessments, readAssessment, type Shipped } from './read-model.ts';
import { cryptoAssessmentRoutes } from './routes.ts';
import { readHighRisks, readUnits } from './units.ts';
import { completeAssessment } from './use-cases/complete.ts';
import { issueAssessment } from './use-cases/issue.ts';
import { judgeUseCases } from './use-cases/judge.ts';
import { keepUseCases } from './use-cases/keep.ts';

/** Content is read once, when it is first wanted. */
const openShipped = (): (() => Promise<Shipped>) => {
  let read: Promise<Shipped> | undefined;
  return () => {
    read ??= Promise.all([readUnits(), readHighRisks()]).then(([units, highRisks]) => ({ units, highRisks }));
    return read;
  };
};

interface Asks {
  readonly assets: Pick<AssetsAsks, 'readTable'>;
  readonly cryptography: Pick<CryptographyAsks, 'endpoints'>;
  readonly documents: Pick<DocumentsAsks, 'issue'>;
  readonly organisation: OrganisationAsks;
}

/** Builds the module from the platform. */
export const buildCryptoAssessment = (
  { records, clock, newId }: Pick<Platform, 'records' | 'clock' | 'newId'>,
  { assets: { readTable }, cryptography: { endpoints }, documents, organisation }: Asks,
): ModuleParts<CryptoAssessmentAsks> => {
  const needs = { records, clock, newId, shipped: openShipped() };
  const list = listAssessments(needs);
  const newest = newestAssessments(list);
  const read = readAssessment(needs);
  return {
    asks: { newest },
    routes: cryptoAssessmentRoutes({
      list,
      read,
      ...keepUseCases(needs),
      ...judgeUseCases({ ...needs, readTable, endpoints }),
      complete: completeAssessment(needs),
      issue: issueAssessment({ documents, organisation, read }),
    }),
    checks: cryptoAssessmentChecks({ newest }),
  };
};
