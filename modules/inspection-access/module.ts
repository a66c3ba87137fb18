import type { DocumentsAsks } from '@chedun/documents/contract';
import type { FilingAsks } from '@chedun/filing/contract';
import { openRoute } from '@chedun/http';
import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule, type ModuleParts, type Platform, type Registry } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { bundleOf, ownBundle } from './bundle.ts';
import { inspectionAccessPermissions } from './contract.ts';
import { inspectionAccessErrors } from './errors.ts';
import { listLooks } from './read-looks.ts';
import { listMine } from './read-mine.ts';
import { listAccess, readAccess } from './read-model.ts';
import { accessRoutes } from './routes.ts';
import { bringOrder } from './use-cases/bring.ts';
import { closeAccounts } from './use-cases/close-accounts.ts';
import { guestGuard } from './use-cases/guard.ts';
import { acceptOrder, letIn } from './use-cases/let-in.ts';
import { takeEvidence } from './use-cases/take-evidence.ts';
import { refuseOrder, showOut, withdrawInspection } from './use-cases/withdraw.ts';

interface Given {
  readonly identity: IdentityAsks;
  readonly organisation: OrganisationAsks;
  readonly documents: DocumentsAsks;
  readonly filing: FilingAsks;
}

const MOST_GUESTS = 500;
const guestsOf = (identity: IdentityAsks) => async () =>
  (await identity.peopleWith(['inspector']))
    .filter(({ roles }) => roles.length === 1)
    .slice(0, MOST_GUESTS)
    .map(({ id, name }) => ({ id, name }));

const build = (platform: Platform, given: Given, registry: Registry): ModuleParts<Record<never, never>> => {
  const { records, clock, newId } = platform;
  const needs = { records, newId, now: () => clock.now(), ...given };
  const routes = () => registry.routes().map(({ route }) => openRoute(route));
  return {
    asks: {},
    guard: guestGuard(needs),
    jobs: [{ name: 'close-accounts', cron: '40 1 * * *', run: closeAccounts(needs) }],
    routes: accessRoutes({
      list: listAccess(needs),
      read: readAccess(needs),
      looks: listLooks(records),
      bring: bringOrder(needs),
      guests: guestsOf(given.identity),
      accept: acceptOrder(needs),
      letIn: letIn(needs),
      refuse: refuseOrder(needs),
      withdraw: withdrawInspection(needs),
      showOut: showOut(needs),
      mine: listMine(needs),
      take: takeEvidence({ ...needs, routes }),
      bundle: bundleOf(needs),
      ownBundle: ownBundle(needs),
    }),
  };
};

const { read, manage, withdraw, inspect } = inspectionAccessPermissions;

/** Inspections at the enterprise 检查接待: a signed order lets named people read its scope in its time box; every look is kept. */
export const inspectionAccess = defineModule<Record<never, never>, { [K in keyof Given]: Given[K] }>({
  name: 'inspection-access',
  needs: ['identity', 'organisation', 'documents', 'filing'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: read, title: { zh: '查看检查接待与查看记录', en: 'See inspections and looks' } },
    { name: manage, title: { zh: '接受检查通知、放行检查人员', en: 'Accept orders, let inspectors in' } },
    { name: withdraw, title: { zh: '收回检查授权', en: 'Withdraw an inspection' } },
    { name: inspect, title: { zh: '在授权范围内检查取证', en: 'Inspect within an order' } },
  ],
  errors: inspectionAccessErrors,
  tells: [],
  build: ({ platform, asks, registry }) => build(platform, asks, registry),
});
