import { policyPermissions, type Policy } from '@chedun/policies/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { acknowledgePolicy, listMine } from '../../api/policies.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatTime } from '../../lib/time.ts';
import { useSay } from '../../ui/useSay.ts';
import { ReadingChip } from './parts.tsx';

/** Below the text of the version in force: the button of somebody who has to read it, or when they did. */
export const AcknowledgeFoot = ({ policy, number }: { readonly policy: Policy; readonly number: number }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const enabled = useMay()(policyPermissions.acknowledge);
  const mine = useQuery({ queryKey: ['policies', 'mine'], queryFn: ({ signal }) => listMine(signal), enabled });
  const confirm = useMutation({
    mutationFn: acknowledgePolicy,
    onSuccess: (answer) => {
      client.setQueryData(['policies', 'mine'], answer);
      void client.invalidateQueries({ queryKey: ['policies'] });
      say.done(t('policies.thanks'));
    },
    onError: say.problem,
  });
  const reading = mine.data?.items.find(({ id, version }) => id === policy.id && version === number);
  if (reading === undefined) return null;
  return (
    <footer className="ack-foot">
      <ReadingChip state={reading.state} />
      {reading.at === null ? (
        <>
          <Button
            type="primary"
            size="large"
            loading={confirm.isPending}
            onClick={() => confirm.mutate({ id: policy.id, version: number })}
          >
            {t('policies.acknowledge')}
          </Button>
          <span className="faint">
            {t('policies.dueBy', { day: reading.dueBy })} {t('policies.acknowledgeHint')}
          </span>
        </>
      ) : (
        <span>{t('policies.readAt', { at: formatTime(Date.parse(reading.at), zone) })}</span>
      )}
    </footer>
  );
};
