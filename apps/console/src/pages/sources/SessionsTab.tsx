import type { SessionList } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { listSessions } from '../../api/ingest.ts';
import { formatCount } from '../../lib/format.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';

type Session = z.output<typeof SessionList>['items'][number];

/** Connections to the GB/T 32960 listener. */
export const SessionsTab = () => {
  const { t } = useTranslation();
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => listSessions(signal),
    refetchInterval: 5_000,
  });
  const columns: readonly Column<Session>[] = [
    {
      key: 'peer',
      title: t('sources.peer'),
      render: (row) => <span className="mono">{row.peer}</span>,
      value: (row) => row.peer,
    },
    {
      key: 'platform',
      title: t('sources.platform'),
      width: 180,
      render: (row) => row.platform ?? '',
      value: (row) => row.platform ?? '',
    },
    {
      key: 'vehicles',
      title: t('sources.sessionVehicles'),
      width: 100,
      align: 'right',
      render: (row) => formatCount(row.vehicles),
      value: (row) => row.vehicles,
    },
    {
      key: 'frames',
      title: t('sources.sessionFrames'),
      width: 110,
      align: 'right',
      render: (row) => formatCount(row.frames),
      value: (row) => row.frames,
    },
    {
      key: 'bad',
      title: t('sources.badFrames'),
      width: 110,
      align: 'right',
      render: (row) =>
        row.badFrames === 0 ? (
          <span className="faint">0</span>
        ) : (
          <strong style={{ color: 'var(--high)' }}>{formatCount(row.badFrames)}</strong>
        ),
      value: (row) => row.badFrames,
    },
    {
      key: 'since',
      title: t('sources.since'),
      width: 170,
      render: (row) => <TimeText at={row.since} />,
      value: (row) => row.since,
    },
    {
      key: 'last',
      title: t('sources.lastFrame'),
      width: 120,
      render: (row) => <AgoText at={row.lastFrame} />,
      value: (row) => row.lastFrame ?? '',
    },
  ];
  return (
    <Panel title={t('sources.sessions')} hint={t('sources.sessionsHint')} body="flush">
      <DataTable
        columns={columns}
        rows={sessions.data?.items}
        total={sessions.data?.total}
        rowKey={(row) => `${row.peer}@${row.since}`}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        exportName="chedun-connections"
        empty={<EmptyState title={t('sources.sessionsEmpty')} hint={t('sources.sessionsEmptyHint')} />}
      />
    </Panel>
  );
};
