import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSay } from '../../ui/useSay.ts';

interface Choice {
  readonly id: string;
  readonly verdict: 'approve' | 'reject';
  readonly note: string;
}

/** Two buttons for the second person. */
export const Decide = ({
  id,
  decide,
}: {
  readonly id: string;
  readonly decide: (choice: Choice) => Promise<unknown>;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: decide,
    onSuccess: async () => {
      say.done(t('certificates.decided'));
      await client.invalidateQueries({ queryKey: ['certificates'] });
    },
    onError: say.problem,
  });
  return (
    <div className="row nowrap">
      {(['approve', 'reject'] as const).map((verdict) => (
        <Popconfirm
          key={verdict}
          title={t(`certificates.${verdict}Ask`)}
          onConfirm={() => run.mutate({ id, verdict, note: t(`certificates.decisionNote.${verdict}`) })}
        >
          <Button size="small" type={verdict === 'approve' ? 'primary' : 'default'} loading={run.isPending}>
            {t(`certificates.${verdict}`)}
          </Button>
        </Popconfirm>
      ))}
    </div>
  );
};
