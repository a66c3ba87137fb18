import type { CorrelationSummary } from '@chedun/correlation/contract';
import { useTranslation } from 'react-i18next';
import { changeCorrelation } from '../../api/correlation.ts';
import { EnabledSwitch } from '../../ui/EnabledSwitch.tsx';

interface CorrelationSwitchProps {
  readonly correlation: Pick<CorrelationSummary, 'id' | 'enabled'>;
  readonly writes: boolean;
}

/** Switches a correlation on or off. */
export const CorrelationSwitch = ({ correlation, writes }: CorrelationSwitchProps) => {
  const { t } = useTranslation();
  return (
    <EnabledSwitch
      label={t('correlations.enabled')}
      enabled={correlation.enabled}
      writes={writes}
      change={(enabled) => changeCorrelation(correlation.id, { enabled })}
      one={['correlation', correlation.id]}
      others={[['correlations'], ['correlation-engine']]}
    />
  );
};
