import type { BaselineSummary } from '@chedun/baselines/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeBaseline } from '../../api/baselines.ts';
import { useSay } from '../../ui/useSay.ts';

interface BaselineSwitchProps {
  readonly rule: Pick<BaselineSummary, 'id' | 'enabled'>;
  readonly writes: boolean;
}

/** Switches a behaviour rule on or off; what it learnt stays. */
export const BaselineSwitch = ({ rule, writes }: BaselineSwitchProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeBaseline(rule.id, { enabled }),
    onSuccess: (changed) => {
      client.setQueryData(['baseline', rule.id], changed);
      void client.invalidateQueries({ queryKey: ['baselines'] });
    },
    onError: say.problem,
  });
  return (
    <Switch
      size="small"
      aria-label={t('baselines.enabled')}
      checked={rule.enabled}
      disabled={!writes}
      loading={change.isPending}
      onClick={(checked, event) => {
        event.stopPropagation();
        change.mutate(checked);
      }}
    />
  );
};
