import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSay } from './useSay.ts';

interface Choice {
  readonly id: string;
  readonly verdict: 'approve' | 'reject';
  readonly note: string;
}

interface Props {
  readonly id: string;
  readonly decide: (choice: Choice) => Promise<unknown>;
  /** First word of the keys of the queries that a decision changes. */
  readonly changes: string;
}

/** Two buttons for the second person, who approves or rejects. */
export const SecondPerson = ({ id, decide, changes }: Props) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: decide,
    onSuccess: async () => {
      say.done(t('certificates.decided'));
      await client.invalidateQueries({ queryKey: [changes] });
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
