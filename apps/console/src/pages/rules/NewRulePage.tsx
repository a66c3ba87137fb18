import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createRule } from '../../api/detection.ts';
import { newRuleText } from '../../lib/rules.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { RuleEditor } from './RuleEditor.tsx';

/** Writes a new rule, starting from a skeleton that loads. */
export const NewRulePage = () => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [yaml, setYaml] = useState(() => newRuleText(crypto.randomUUID(), new Date().toISOString().slice(0, 10)));
  const [enabled, setEnabled] = useState(false);
  const create = useMutation({
    mutationFn: () => createRule(yaml, enabled),
    onSuccess: (rule) => {
      void client.invalidateQueries({ queryKey: ['rules'] });
      say.done(t('rules.ruleSaved'));
      void navigate({ to: '/rules/$id', params: { id: rule.id } });
    },
    onError: say.problem,
  });
  return (
    <div className="page">
      <PageHead title={t('rules.newTitle')} about={t('rules.newAbout')} />
      <RuleEditor
        yaml={yaml}
        onChange={setYaml}
        knownLint={[]}
        actions={
          <>
            <Checkbox checked={enabled} onChange={(event) => setEnabled(event.target.checked)}>
              {t('rules.enableNow')}
            </Checkbox>
            <Button type="primary" loading={create.isPending} onClick={() => create.mutate()}>
              {t('rules.saveNew')}
            </Button>
          </>
        }
      />
    </div>
  );
};
