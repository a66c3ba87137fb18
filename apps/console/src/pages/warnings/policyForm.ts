import type { Trigger, WarningPolicy } from '@chedun/warnings/contract';

/** The number of a trigger that people set. */
const thresholdOf = (trigger: Trigger): number => (trigger.kind === 'silence' ? trigger.minutes : trigger.atLeast);

/** The same trigger with another number. */
const withThreshold = (trigger: Trigger, value: number): Trigger =>
  trigger.kind === 'silence' ? { ...trigger, minutes: value } : { ...trigger, atLeast: value };

/** What the form of the policy holds. */
export interface WrittenPolicy {
  readonly levels: Readonly<
    Record<
      keyof WarningPolicy['levels'],
      Pick<WarningPolicy['levels']['red'], 'issue' | 'calmHours' | 'timeLimitHours'>
    >
  >;
  readonly rules: readonly { readonly level: WarningPolicy['rules'][number]['level']; readonly threshold: number }[];
  readonly halfLifeHours: number;
  readonly ruleCap: number;
  readonly muteHours: number;
  readonly escalateMinutes: number;
  readonly mostWarnings: number;
  readonly issuer: string;
  readonly telephone: string;
  readonly note: string;
}

/** The form of a policy. */
export const writtenPolicy = (policy: WarningPolicy): WrittenPolicy => ({
  levels: policy.levels,
  rules: policy.rules.map(({ level, trigger }) => ({ level, threshold: thresholdOf(trigger) })),
  halfLifeHours: policy.risk.halfLifeHours,
  ruleCap: policy.risk.ruleCap,
  muteHours: policy.muteHours,
  escalateMinutes: policy.escalateMinutes,
  mostWarnings: policy.mostWarnings,
  issuer: policy.issuer,
  telephone: policy.telephone,
  note: '',
});

/** The policy with what was written; everything that the form does not show stays. */
export const policyOf = (policy: WarningPolicy, written: WrittenPolicy): WarningPolicy => {
  const level = (name: keyof WarningPolicy['levels']) => {
    const { issue, calmHours, timeLimitHours } = written.levels[name];
    return { ...policy.levels[name], issue, calmHours: Number(calmHours), timeLimitHours: Number(timeLimitHours) };
  };
  return {
    ...policy,
    risk: { ...policy.risk, halfLifeHours: Number(written.halfLifeHours), ruleCap: Number(written.ruleCap) },
    levels: { red: level('red'), orange: level('orange'), yellow: level('yellow'), blue: level('blue') },
    rules: policy.rules.map((rule, index) => {
      const changed = written.rules[index];
      if (changed === undefined) return rule;
      return { ...rule, level: changed.level, trigger: withThreshold(rule.trigger, Number(changed.threshold)) };
    }),
    muteHours: Number(written.muteHours),
    escalateMinutes: Number(written.escalateMinutes),
    mostWarnings: Number(written.mostWarnings),
    issuer: written.issuer,
    telephone: written.telephone,
  };
};
