import type { AssetsAsks } from '@chedun/assets/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule } from '@chedun/module';
import { accessChecks } from './checks.ts';
import { accessReviewPermissions } from './contract.ts';
import { accessReviewsErrors } from './errors.ts';
import { readAccountsOf, readDetail, readItems, readOverview, readRecord, readReview } from './read-model.ts';
import { accessRoutes } from './routes.ts';
import { collectOwn, importAccounts } from './use-cases/collect.ts';
import { completeReview } from './use-cases/complete.ts';
import { decide } from './use-cases/decide.ts';
import { judgeAll } from './use-cases/judge.ts';
import { openDue, openReview } from './use-cases/open-review.ts';
import { changeSettings, importPeople, removeSystem } from './use-cases/settings.ts';

/** Accounts of systems, what is wrong with them, and who decided that they stay. */
export const accessReviews = defineModule<object, { assets: AssetsAsks; identity: IdentityAsks }>({
  name: 'access-reviews',
  needs: ['assets', 'identity'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    {
      name: accessReviewPermissions.read,
      title: { zh: '查看账号与访问权限审查', en: 'Read accounts and access reviews' },
    },
    { name: accessReviewPermissions.write, title: { zh: '采集账号、发起审查', en: 'Collect accounts, open reviews' } },
    {
      name: accessReviewPermissions.decide,
      title: { zh: '审查账号并完成审查', en: 'Decide about accounts, complete reviews' },
    },
  ],
  errors: accessReviewsErrors,
  tells: [],
  build: ({ platform: { records, clock, newId, events }, asks: { assets, identity } }) => {
    const needs = { records, newId, events, assets, identity, now: () => clock.now() };
    const overview = readOverview(needs);
    return {
      asks: {},
      routes: accessRoutes({
        overview,
        detail: readDetail(needs),
        accounts: readAccountsOf(needs),
        review: readReview(needs),
        items: readItems(needs),
        record: readRecord(needs),
        collectOwn: collectOwn(needs),
        importAccounts: importAccounts(needs),
        importPeople: importPeople(needs),
        changeSettings: changeSettings(needs),
        removeSystem: removeSystem(needs),
        open: openReview(needs),
        decide: decide(needs),
        complete: completeReview(needs),
      }),
      jobs: [
        { name: 'collect-own', cron: '25 1 * * *', run: () => collectOwn(needs)() },
        { name: 'judge', cron: '45 1 * * *', run: judgeAll(needs), timeLimitSeconds: 900 },
        { name: 'open-due', cron: '5 2 * * *', run: openDue(needs), timeLimitSeconds: 900 },
      ],
      checks: accessChecks({ overview, now: needs.now }),
    };
  },
});
