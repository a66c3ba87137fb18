import type { BaselineDetail } from '@chedun/baselines/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeBaseline } from '../../api/baselines.ts';
import { useSay } from '../../ui/useSay.ts';
import { BaselineEditor } from './BaselineEditor.tsx';

interface BaselineWorkbenchProps {
  readonly rule: BaselineDetail;
  readonly writes: boolean;
}

/** The text of an existing behaviour rule beside its trial. */
export const BaselineWorkbench = ({ rule, writes }: BaselineWorkbenchProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [yaml, setYaml] = useState(rule.yaml);
  const save = useMutation({
    mutationFn: () => changeBaseline(rule.id, { yaml }),
    onSuccess: (changed) => {
      client.setQueryData(['baseline', rule.id], changed);
      void client.invalidateQueries({ queryKey: ['baselines'] });
      say.done(t('baselines.saved'));
    },
    onError: say.problem,
  });
  return (
    <BaselineEditor
      yaml={yaml}
      known={rule}
      {...(writes ? { onChange: setYaml } : {})}
      actions={
        writes && (
          <Button type="primary" disabled={yaml === rule.yaml} loading={save.isPending} onClick={() => save.mutate()}>
            {t('baselines.save')}
          </Button>
        )
      }
    />
  );
};
