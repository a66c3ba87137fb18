import { PlusOutlined } from '@ant-design/icons';
import { credentialsPermissions } from '@chedun/credentials/contract';
import type { CredentialRequest } from '@chedun/credentials/contract';
import type { SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../api/client.ts';
import { decideRequests, listCredentialRequests } from '../../api/credentials.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { HandInDialog } from './HandInDialog.tsx';
import { useProfileTitle } from './useProfiles.ts';

const REFRESH_MS = 10_000;
const TONE = { proposed: 'medium', issued: 'good', rejected: 'info' } as const;

const columnsOf = (t: TFunction, titleOf: (profile: string) => string): readonly Column<CredentialRequest>[] => [
  shownColumn(
    'state',
    t('credentials.state'),
    ({ state }) => t(`credentials.requestState.${state}`),
    ({ state }) => <Chip tone={TONE[state]}>{t(`credentials.requestState.${state}`)}</Chip>,
    { width: 120 },
  ),
  monoColumn('subject', t('credentials.subject'), ({ subject }) => subject, { width: 190, clip: 'clip' }),
  textColumn('profile', t('credentials.profile'), ({ profile }) => titleOf(profile), { width: 150 }),
  textColumn('holder', t('credentials.holder'), ({ holder, vin }) => `${holder} ${vin ?? ''}`, { width: 170 }),
  textColumn('basis', t('credentials.basis'), ({ basis }) => basis, { width: 160, clip: 'clip' }),
  textColumn('by', t('credentials.askedBy'), ({ askedBy }) => askedBy, { width: 90 }),
  shownColumn(
    'at',
    t('credentials.askedAt'),
    ({ askedAt }) => askedAt,
    ({ askedAt }) => <TimeText at={askedAt} />,
    { width: 170 },
  ),
  {
    key: 'answer',
    title: '',
    width: 100,
    render: ({ id, state }) =>
      state === 'issued' && (
        <a href={apiUrl(`/credentials/requests/${id}/answer`)} download>
          {t('credentials.answer')}
        </a>
      ),
  },
];

/** Decides about requests. */
const useDecision = (onDone: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: decideRequests,
    onSuccess: async () => {
      say.done(t('credentials.decided'));
      onDone();
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
    },
    onError: say.problem,
  });
};

/** Requests of devices, and their approval by another person, many at once. */
export const CredentialRequests = ({ suite }: { readonly suite: SuiteName }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [handing, setHanding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'credential-requests'],
    queryFn: ({ signal }) => listCredentialRequests('', signal),
    refetchInterval: REFRESH_MS,
  });
  const decide = useDecision(() => setChosen([]));
  const titleOf = useProfileTitle();
  const columns = useMemo(() => columnsOf(t, titleOf), [t, titleOf]);
  const rows = data?.items.filter((row) => row.suite === suite);
  const open = new Set(rows?.filter(({ state }) => state === 'proposed').map(({ id }) => id));
  const ids = chosen.filter((id) => open.has(id));
  const judge = (verdict: 'approve' | 'reject') =>
    decide.mutate({ ids: [...ids], verdict, note: t(`credentials.note.${verdict}`) });
  return (
    <Panel
      body="flush"
      title={t('credentials.requests')}
      hint={t('credentials.requestsHint')}
      extra={
        <span className="row">
          {may(credentialsPermissions.approve) && ids.length > 0 && (
            <>
              <Button loading={decide.isPending} onClick={() => judge('approve')}>
                {t('credentials.approveAll', { count: ids.length })}
              </Button>
              <Button loading={decide.isPending} onClick={() => judge('reject')}>
                {t('credentials.rejectAll')}
              </Button>
            </>
          )}
          {may(credentialsPermissions.request) && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setHanding(true)}>
              {t('credentials.handIn')}
            </Button>
          )}
        </span>
      }
    >
      <DataTable<CredentialRequest>
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        total={data?.total}
        error={error}
        onRetry={() => void refetch()}
        sorting="browser"
        exportName="chedun-v2x-credential-requests"
        minWidth={1150}
        {...(may(credentialsPermissions.approve) && { selection: { keys: chosen, onChange: setChosen } })}
        empty={<EmptyState size="small" title={t('credentials.noRequests')} hint={t('credentials.noneHint')} />}
      />
      {handing && <HandInDialog suite={suite} onClose={() => setHanding(false)} />}
    </Panel>
  );
};
