import type { Session } from '@chedun/identity/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { endSession, mySessions } from '../../api/identity.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const columnsOf = (t: TFunction): readonly Column<Session>[] => [
  monoColumn('ip', t('settings.ip'), (row) => row.ip, { width: 140 }),
  textColumn('agent', t('settings.agent'), (row) => row.userAgent, { clip: 'clip' }),
  shownColumn(
    'seen',
    t('settings.lastSeen'),
    (row) => row.lastSeenAt,
    (row) => <AgoText at={row.lastSeenAt} />,
    { width: 120 },
  ),
  { key: 'end', title: t('common.actions'), width: 110, render: (row) => <EndButton session={row} /> },
];

/** Where the person is signed in. */
export const SessionsPanel = () => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const sessions = useQuery({ queryKey: ['sessions-mine'], queryFn: ({ signal }) => mySessions(signal) });
  return (
    <Panel title={t('settings.sessions')} body="flush">
      <DataTable
        columns={columns}
        rows={sessions.data?.items}
        rowKey={(row) => row.id}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        minWidth={560}
        empty={<EmptyState size="small" title={t('common.none')} />}
      />
    </Panel>
  );
};

const EndButton = ({ session }: { readonly session: Session }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => endSession(session.id),
    onSuccess: () => {
      say.done(t('settings.ended'));
      void client.invalidateQueries({ queryKey: ['sessions-mine'] });
    },
    onError: say.problem,
  });
  if (session.current) return <Chip tone="good">{t('settings.current')}</Chip>;
  return (
    <Button size="small" loading={end.isPending} onClick={() => end.mutate()}>
      {t('settings.end')}
    </Button>
  );
};
