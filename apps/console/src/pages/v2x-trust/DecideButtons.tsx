import type { TrustStatus } from '@chedun/v2x-trust/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { decideTrust } from '../../api/v2xTrust.ts';
import { useSay } from '../../ui/useSay.ts';

const CHOICES = {
  proposed: ['accept', 'reject'],
  accepted: ['withdraw'],
  rejected: [],
  superseded: [],
  withdrawn: [],
} as const satisfies Readonly<Record<TrustStatus, readonly string[]>>;

/** What can be decided about a list or a pinned certificate in its state. */
export const DecideButtons = ({
  what,
  id,
  status,
}: {
  readonly what: 'lists' | 'anchors';
  readonly id: string;
  readonly status: TrustStatus;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: decideTrust,
    onSuccess: async () => {
      say.done(t('roadTrust.decided'));
      await client.invalidateQueries({ queryKey: ['v2x-trust'] });
    },
    onError: say.problem,
  });
  return (
    <span className="row nowrap">
      {CHOICES[status].map((decision) => (
        <Popconfirm
          key={decision}
          title={t(`roadTrust.ask.${decision}`)}
          okText={t(`roadTrust.decide.${decision}`)}
          onConfirm={() => decide.mutate({ what, id, decision })}
        >
          <Button size="small" danger={decision !== 'accept'} loading={decide.isPending}>
            {t(`roadTrust.decide.${decision}`)}
          </Button>
        </Popconfirm>
      ))}
    </span>
  );
};
