import type { RuleDetail } from '@chedun/detection/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeRule } from '../../api/detection.ts';
import { useSay } from '../../ui/useSay.ts';
import { RuleEditor } from './RuleEditor.tsx';

/** The source of an existing rule beside its live test. */
export const RuleWorkbench = ({ rule, writes }: { readonly rule: RuleDetail; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [yaml, setYaml] = useState(rule.yaml);
  const save = useMutation({
    mutationFn: () => changeRule(rule.id, { yaml }),
    onSuccess: (changed) => {
      client.setQueryData(['rule', rule.id], changed);
      void client.invalidateQueries({ queryKey: ['rules'] });
      say.done(t('rules.ruleSaved'));
    },
    onError: say.problem,
  });
  return (
    <RuleEditor
      yaml={yaml}
      knownLint={rule.lint}
      {...(writes ? { onChange: setYaml } : {})}
      actions={
        writes && (
          <Button type="primary" disabled={yaml === rule.yaml} loading={save.isPending} onClick={() => save.mutate()}>
            {t('rules.saveRule')}
          </Button>
        )
      }
    />
  );
};
