import { openRoute } from '@chedun/http';
import type { Composition } from '@chedun/module';
import type { CeremonyPlan } from '../contract.ts';

/** Two persons hold a ceremony, through the routes of the module. */
export const holdCeremony = async (app: Composition, plan: CeremonyPlan): Promise<void> => {
  const call = async (operationId: string, person: string, more: object): Promise<unknown> => {
    const found = app.routes.map(({ route }) => openRoute(route)).find((route) => route.operationId === operationId);
    if (found?.kind !== 'json') throw new Error(`no route ${operationId}`);
    return found.handle({ ...more, actor: { kind: 'user', id: person, name: person } } as never);
  };
  const { id } = (await call('proposeKeyCeremony', 'one', { body: { plan, note: 'set up' } })) as {
    readonly id: string;
  };
  await call('decideKeyCeremony', 'two', { params: { id }, body: { verdict: 'approve', note: 'set up' } });
};
