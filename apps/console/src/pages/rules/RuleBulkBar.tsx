import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeRules } from '../../api/detection.ts';
import { useSay } from '../../ui/useSay.ts';

/** Switches the selected rules on or off. */
export const RuleBulkBar = ({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeRules(ids, enabled),
    onSuccess: (_, enabled) => {
      say.done(t(enabled ? 'rules.changedEnabled' : 'rules.changedDisabled', { count: ids.length }));
      void client.invalidateQueries({ queryKey: ['rules'] });
      void client.invalidateQueries({ queryKey: ['engine'] });
      onDone();
    },
    onError: say.problem,
  });
  return (
    <div className="toolbar" style={{ background: 'var(--primary-soft)' }}>
      <strong>{t('table.selected', { count: ids.length })}</strong>
      <Button loading={change.isPending} onClick={() => change.mutate(true)}>
        {t('rules.enable')}
      </Button>
      <Button loading={change.isPending} onClick={() => change.mutate(false)}>
        {t('rules.disable')}
      </Button>
      <Button type="text" onClick={onDone}>
        {t('common.cancel')}
      </Button>
    </div>
  );
};
