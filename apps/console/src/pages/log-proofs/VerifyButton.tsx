import { sealPermissions } from '@chedun/seal/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { startRun } from '../../api/seal.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';

/** Verifies all network and security logs now. */
export const VerifyButton = () => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => startRun('network'),
    onSuccess: async () => {
      say.done(t('seal.started'));
      await client.invalidateQueries({ queryKey: ['seal', 'runs'] });
      await navigate({ to: '/log-proofs', search: { tab: 'runs' } });
    },
    onError: say.problem,
  });
  if (!useMay()(sealPermissions.verify)) return null;
  return (
    <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>
      {t('seal.verify')}
    </Button>
  );
};
