import { defineModule } from '@chedun/module';
import { firewallsAsks } from './asks.ts';
import { firewallChecks } from './checks.ts';
import { firewallPermissions, type FirewallsAsks } from './contract.ts';
import { firewallsErrors } from './errors.ts';
import { listFirewalls, readFirewallDetail } from './read-model.ts';
import { firewallRoutes } from './routes.ts';
import { addFirewall, analyseAgain, removeFirewall, takeExport } from './use-cases/keep.ts';

/** Exports of firewalls, what is wrong with their rules, and what changed. */
export const firewalls = defineModule<FirewallsAsks, object>({
  name: 'firewalls',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: firewallPermissions.read, title: { zh: '查看防火墙规则', en: 'Read rules of firewalls' } },
    { name: firewallPermissions.write, title: { zh: '维护防火墙规则', en: 'Keep rules of firewalls' } },
  ],
  errors: firewallsErrors,
  tells: [],
  build: ({ platform: { records, clock, newId } }) => {
    const needs = { records, newId, now: () => clock.now() };
    const list = listFirewalls(needs);
    return {
      asks: firewallsAsks(records),
      routes: firewallRoutes({
        list,
        read: readFirewallDetail(needs),
        add: addFirewall(needs),
        take: takeExport(needs),
        remove: removeFirewall(needs),
      }),
      jobs: [{ name: 'analyse-again', cron: '20 0 * * *', run: analyseAgain(needs) }],
      checks: firewallChecks({ list, now: needs.now }),
    };
  },
});
