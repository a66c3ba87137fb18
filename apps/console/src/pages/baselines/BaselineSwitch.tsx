import type { BaselineSummary } from '@chedun/baselines/contract';
import { useTranslation } from 'react-i18next';
import { changeBaseline } from '../../api/baselines.ts';
import { EnabledSwitch } from '../../ui/EnabledSwitch.tsx';

interface BaselineSwitchProps {
  readonly rule: Pick<BaselineSummary, 'id' | 'enabled'>;
  readonly writes: boolean;
}

/** Switches a behaviour rule on or off; what it learnt stays. */
export const BaselineSwitch = ({ rule, writes }: BaselineSwitchProps) => {
  const { t } = useTranslation();
  return (
    <EnabledSwitch
      label={t('baselines.enabled')}
      enabled={rule.enabled}
      writes={writes}
      change={(enabled) => changeBaseline(rule.id, { enabled })}
      one={['baseline', rule.id]}
      others={[['baselines']]}
    />
  );
};
