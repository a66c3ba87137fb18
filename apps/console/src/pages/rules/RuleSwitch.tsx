import type { RuleSummary } from '@chedun/detection/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeRule } from '../../api/detection.ts';
import { useSay } from '../../ui/useSay.ts';

/** Switches a rule on or off. */
export const RuleSwitch = ({ rule, writes }: { readonly rule: RuleSummary; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeRule(rule.id, { enabled }),
    onSuccess: (changed) => {
      client.setQueryData(['rule', rule.id], changed);
      void client.invalidateQueries({ queryKey: ['rules'] });
      void client.invalidateQueries({ queryKey: ['engine'] });
    },
    onError: say.problem,
  });
  return (
    <Switch
      size="small"
      aria-label={t('rules.enabled')}
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
