import type { RuleSummary } from '@chedun/detection/contract';
import { useTranslation } from 'react-i18next';
import { changeRule } from '../../api/detection.ts';
import { EnabledSwitch } from '../../ui/EnabledSwitch.tsx';

/** Switches a rule on or off. */
export const RuleSwitch = ({ rule, writes }: { readonly rule: RuleSummary; readonly writes: boolean }) => {
  const { t } = useTranslation();
  return (
    <EnabledSwitch
      label={t('rules.enabled')}
      enabled={rule.enabled}
      writes={writes}
      change={(enabled) => changeRule(rule.id, { enabled })}
      one={['rule', rule.id]}
      others={[['rules'], ['engine']]}
    />
  );
};
