import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createBaseline } from '../../api/baselines.ts';
import { newBaselineText } from '../../lib/baselines.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { BaselineEditor } from './BaselineEditor.tsx';

/** Writes a new behaviour rule, starting from one that loads. */
export const NewBaselinePage = () => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [yaml, setYaml] = useState(() =>
    newBaselineText(crypto.randomUUID(), new Date().toISOString().slice(0, 10), t('baselines.skeletonTitle')),
  );
  const [enabled, setEnabled] = useState(true);
  const create = useMutation({
    mutationFn: () => createBaseline(yaml, enabled),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ['baselines'] });
      say.done(t('baselines.saved'));
      void navigate({ to: '/baselines/$id', params: { id: made.id } });
    },
    onError: say.problem,
  });
  return (
    <div className="page">
      <PageHead title={t('baselines.newTitle')} about={t('baselines.newAbout')} />
      <BaselineEditor
        yaml={yaml}
        onChange={setYaml}
        actions={
          <>
            <Checkbox checked={enabled} onChange={(event) => setEnabled(event.target.checked)}>
              {t('baselines.enableNow')}
            </Checkbox>
            <Button type="primary" loading={create.isPending} onClick={() => create.mutate()}>
              {t('baselines.saveNew')}
            </Button>
          </>
        }
      />
    </div>
  );
};
