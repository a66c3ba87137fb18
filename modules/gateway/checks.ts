import type { Check, CheckResult } from '@chedun/module';
import type { GatewayCounts, Policy } from './contract.ts';

interface Needs {
  readonly counts: () => GatewayCounts;
  readonly policies: () => readonly Policy[];
  readonly bindings: () => Promise<{
    readonly confirmed: number;
    readonly subjects: number;
    readonly proposed: number;
  }>;
}

const bindingCheck = async ({ counts, policies, bindings }: Needs): Promise<CheckResult> => {
  const { confirmed, subjects, proposed } = await bindings();
  const { judged, violations, refused, unbound, skipped } = counts();
  const rejecting = policies().filter(({ mode }) => mode === 'reject').length;
  const outcome =
    confirmed === 0 || judged === 0 ? 'unknown' : skipped > judged / 100 || unbound > judged / 10 ? 'fail' : 'pass';
  return {
    outcome,
    summary: {
      zh: `已确认绑定 ${confirmed} 条，涉及 ${subjects} 个对象，待确认 ${proposed} 条；本次启动以来判定 ${judged} 次，不符 ${violations} 次，拒绝 ${refused} 次，无绑定 ${unbound} 次，未判定 ${skipped} 次`,
      en: `${confirmed} bindings of ${subjects} subjects confirmed, ${proposed} wait; since the start ${judged} logins and first frames judged: ${violations} violations, ${refused} refused, ${unbound} without a binding, ${skipped} not judged`,
    },
    facts: { confirmed, subjects, proposed, judged, violations, refused, unbound, skipped, rejecting },
  };
};

/** Running checks of the gateway. */
export const gatewayChecks = (needs: Needs): Check[] => [
  {
    id: 'gateway.bindings',
    obligations: ['2.1-a'],
    title: { zh: '车辆与证书、平台账号绑定', en: 'Vehicles are bound to certificates or accounts' },
    everyMinutes: 15,
    ttlHours: 2,
    run: () => bindingCheck(needs),
  },
];
