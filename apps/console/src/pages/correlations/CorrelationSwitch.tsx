import type { CorrelationSummary } from '@chedun/correlation/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeCorrelation } from '../../api/correlation.ts';
import { useSay } from '../../ui/useSay.ts';

interface CorrelationSwitchProps {
  readonly correlation: Pick<CorrelationSummary, 'id' | 'enabled'>;
  readonly writes: boolean;
}

/** Switches a correlation on or off. */
export const CorrelationSwitch = ({ correlation, writes }: CorrelationSwitchProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeCorrelation(correlation.id, { enabled }),
    onSuccess: (changed) => {
      client.setQueryData(['correlation', correlation.id], changed);
      void client.invalidateQueries({ queryKey: ['correlations'] });
      void client.invalidateQueries({ queryKey: ['correlation-engine'] });
    },
    onError: say.problem,
  });
  return (
    <Switch
      size="small"
      aria-label={t('correlations.enabled')}
      checked={correlation.enabled}
      disabled={!writes}
      loading={change.isPending}
      onClick={(checked, event) => {
        event.stopPropagation();
        change.mutate(checked);
      }}
    />
  );
};
