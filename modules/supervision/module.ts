import { readFile } from 'node:fs/promises';
import type { AssetsAsks } from '@chedun/assets/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import { defineModule, type ModuleParts, type Platform } from '@chedun/module';
import { readUnitLevelRule, type UnitLevelRule } from '@chedun/regulations';
import { supervisionAsks } from './asks.ts';
import { supervisionChecks } from './checks.ts';
import { supervisionEvents, supervisionPermissions, type SupervisionAsks } from './contract.ts';
import { supervisionErrors } from './errors.ts';
import { readFiling } from './read/filing.ts';
import { eachNumbered, listFilings } from './read/filings.ts';
import { exchangeAnswer, listEnterprises, listSubmissions, ownSubmission, submissionLine } from './read/inbox.ts';
import { readStatistics } from './read/statistics.ts';
import { supervisionRoutes } from './routes.ts';
import { nameAuthority, receiptSigner, UNSET } from './signer.ts';
import { admitPackage, refusePackage, storedPackage } from './use-cases/admit.ts';
import { decideItem, recordVote } from './use-cases/hear.ts';
import { openFile, openReceipt } from './use-cases/open-file.ts';
import { receivePackage } from './use-cases/receive.ts';
import {
  addEnterprise,
  changeEnterprise,
  confirmCertificate,
  importEnterprises,
  withdrawCertificate,
} from './use-cases/register.ts';
import { remind } from './use-cases/remind.ts';
import { takeStep } from './use-cases/step.ts';
import { takePackage } from './use-cases/take.ts';
import { watchReviews } from './use-cases/watch.ts';

interface Given {
  readonly assets: Pick<AssetsAsks, 'readTable'>;
  readonly documents: Pick<DocumentsAsks, 'template'>;
}

const LEVELS = new URL('../../content/regulations/unit-level.json', import.meta.url);
const HOURLY = '7 * * * *';

const readLevels = (): (() => Promise<UnitLevelRule>) => {
  let kept: Promise<UnitLevelRule> | undefined;
  return () => (kept ??= readFile(LEVELS, 'utf8').then((text) => readUnitLevelRule(JSON.parse(text))));
};

const build = (platform: Platform, { assets, documents }: Given): ModuleParts<SupervisionAsks> => {
  const { records, blobs, clock, newId } = platform;
  const base = { records, blobs, newId, now: () => clock.now() };
  const signer = receiptSigner(platform);
  const take = takePackage({ ...base, documents, signer, levels: readLevels() });
  const receive = receivePackage({ ...base, take });
  const admit = admitPackage({ ...base, take });
  const stored = storedPackage(base);
  const answer = exchangeAnswer(base);
  const own = ownSubmission(base);
  const statistics = readStatistics(base);
  return {
    asks: supervisionAsks(base),
    routes: supervisionRoutes({
      handIn: async (bytes, actor) => answer(await receive(bytes, { via: 'exchange', actor })),
      look: async (manifestSm3, actor) => answer(await own(manifestSm3, actor)),
      upload: async (bytes, actor) => submissionLine(await receive(bytes, { via: 'upload', actor })),
      submissions: listSubmissions(base),
      admit: async (id, enterprise, actor) => submissionLine(await admit(id, enterprise, actor)),
      refuse: refusePackage(base),
      enterprises: listEnterprises(base),
      addEnterprise: addEnterprise(base),
      changeEnterprise: changeEnterprise(base),
      importEnterprises: importEnterprises({ ...base, readTable: assets.readTable }),
      confirmCertificate: confirmCertificate(base),
      withdrawCertificate: withdrawCertificate(base),
      filings: listFilings(base),
      register: eachNumbered(base),
      filing: readFiling({ ...base, documents, stored }),
      file: openFile({ records, stored }),
      receipt: openReceipt({ records }),
      step: takeStep({ ...base, signer }),
      vote: recordVote(base),
      decide: decideItem(base),
      remind: remind({ ...base, signer }),
      statistics,
      settings: async () => {
        const { name, sm3 } = await signer();
        return { name: name === UNSET ? '' : name, certificate: sm3 };
      },
      name: nameAuthority(platform),
    }),
    checks: supervisionChecks({ records, statistics }),
    jobs: [{ name: 'watch', cron: HOURLY, run: watchReviews(base) }],
  };
};

/** The authority's side 监管侧: packages of enterprises, their review by two offices, the register, statistics. */
export const supervision = defineModule<SupervisionAsks, { [K in keyof Given]: Given[K] }>({
  name: 'supervision',
  needs: ['assets', 'documents'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: supervisionPermissions.inbox, title: { zh: '查看企业报送材料', en: 'Read filings of enterprises' } },
    { name: supervisionPermissions.review, title: { zh: '审核企业报送材料', en: 'Review filings of enterprises' } },
    { name: supervisionPermissions.enterprises, title: { zh: '登记企业与签名证书', en: 'Register enterprises' } },
    { name: supervisionPermissions.opinionTelecom, title: { zh: '出具电信主管部门意见', en: 'Speak for telecom' } },
    { name: supervisionPermissions.opinionIndustry, title: { zh: '出具工信主管部门意见', en: 'Speak for industry' } },
    { name: supervisionPermissions.exchange, title: { zh: '企业报送与取回回执', en: 'Hand in packages' } },
  ],
  errors: supervisionErrors,
  tells: Object.values(supervisionEvents),
  build: ({ platform, asks }) => build(platform, asks),
});
