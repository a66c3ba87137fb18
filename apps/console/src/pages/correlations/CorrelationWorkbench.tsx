import type { CorrelationDetail } from '@chedun/correlation/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeCorrelation } from '../../api/correlation.ts';
import { useSay } from '../../ui/useSay.ts';
import { CorrelationEditor } from './CorrelationEditor.tsx';

interface CorrelationWorkbenchProps {
  readonly correlation: CorrelationDetail;
  readonly writes: boolean;
}

/** The text of an existing correlation beside its trial. */
export const CorrelationWorkbench = ({ correlation, writes }: CorrelationWorkbenchProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [yaml, setYaml] = useState(correlation.yaml);
  const save = useMutation({
    mutationFn: () => changeCorrelation(correlation.id, { yaml }),
    onSuccess: (changed) => {
      client.setQueryData(['correlation', correlation.id], changed);
      void client.invalidateQueries({ queryKey: ['correlations'] });
      say.done(t('correlations.saved'));
    },
    onError: say.problem,
  });
  return (
    <CorrelationEditor
      yaml={yaml}
      known={correlation}
      {...(writes ? { onChange: setYaml } : {})}
      actions={
        writes && (
          <Button
            type="primary"
            disabled={yaml === correlation.yaml}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('correlations.save')}
          </Button>
        )
      }
    />
  );
};
