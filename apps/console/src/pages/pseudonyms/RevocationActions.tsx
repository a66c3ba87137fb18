import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import type { Report } from '@chedun/pseudonyms/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { decideRevocation, proposeRevocation } from '../../api/pseudonyms.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';

/** What can be done about a report now. */
export const RevocationActions = ({ report }: { readonly report: Report }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['pseudonyms'] });
  const propose = useMutation({
    mutationFn: proposeRevocation,
    onSuccess: async () => {
      say.done(t('pseudonyms.proposed'));
      await refresh();
    },
    onError: say.problem,
  });
  const decide = useMutation({
    mutationFn: decideRevocation,
    onSuccess: async () => {
      say.done(t('pseudonyms.decided'));
      await refresh();
    },
    onError: say.problem,
  });
  const { revocation } = report;
  if ((revocation === null || revocation.state === 'rejected') && may(pseudonymsPermissions.report))
    return (
      <Popconfirm
        title={t('pseudonyms.proposeAsk')}
        onConfirm={() => propose.mutate({ reportId: report.id, note: report.note })}
      >
        <Button size="small" loading={propose.isPending}>
          {t('pseudonyms.propose')}
        </Button>
      </Popconfirm>
    );
  if (revocation?.state !== 'proposed' || !may(pseudonymsPermissions.approve)) return null;
  const { id, note } = revocation;
  return (
    <span className="row">
      <Popconfirm title={t('pseudonyms.approveAsk')} onConfirm={() => decide.mutate({ id, verdict: 'approve', note })}>
        <Button size="small" type="primary" loading={decide.isPending}>
          {t('pseudonyms.approve')}
        </Button>
      </Popconfirm>
      <Button size="small" onClick={() => decide.mutate({ id, verdict: 'reject', note })}>
        {t('pseudonyms.reject')}
      </Button>
    </span>
  );
};
