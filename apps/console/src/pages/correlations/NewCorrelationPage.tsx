import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCorrelation } from '../../api/correlation.ts';
import { newCorrelationText } from '../../lib/correlations.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { CorrelationEditor } from './CorrelationEditor.tsx';

const skeleton = (): string =>
  newCorrelationText(
    { rule: crypto.randomUUID(), correlation: crypto.randomUUID() },
    new Date().toISOString().slice(0, 10),
  );

/** Writes a new correlation, starting from a skeleton that loads. */
export const NewCorrelationPage = () => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [yaml, setYaml] = useState(skeleton);
  const [enabled, setEnabled] = useState(false);
  const create = useMutation({
    mutationFn: () => createCorrelation(yaml, enabled),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ['correlations'] });
      say.done(t('correlations.saved'));
      void navigate({ to: '/correlations/$id', params: { id: made.id } });
    },
    onError: say.problem,
  });
  return (
    <div className="page">
      <PageHead title={t('correlations.newTitle')} about={t('correlations.newAbout')} />
      <CorrelationEditor
        yaml={yaml}
        onChange={setYaml}
        actions={
          <>
            <Checkbox checked={enabled} onChange={(event) => setEnabled(event.target.checked)}>
              {t('correlations.enableNow')}
            </Checkbox>
            <Button type="primary" loading={create.isPending} onClick={() => create.mutate()}>
              {t('correlations.saveNew')}
            </Button>
          </>
        }
      />
    </div>
  );
};
