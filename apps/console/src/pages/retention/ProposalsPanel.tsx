import { retentionPermissions } from '@chedun/retention/contract';
import type { Proposal } from '@chedun/retention/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { decideRemoval, listProposals } from '../../api/retention.ts';
import { useMay } from '../../app/session.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const REFRESH_MS = 10_000;

const TONE: Readonly<Record<Proposal['status'], string>> = {
  proposed: 'medium',
  approved: 'low',
  rejected: 'info',
  blocked: 'high',
  done: 'good',
};

const columnsOf = (t: TFunction): readonly Column<Proposal>[] => [
  shownColumn(
    'status',
    t('retention.state'),
    ({ status }) => t(`retention.proposalState.${status}`),
    ({ status, note }) => (
      <Chip tone={TONE[status]} title={note}>
        {t(`retention.proposalState.${status}`)}
      </Chip>
    ),
    { width: 96 },
  ),
  textColumn('stream', t('retention.streamColumn'), ({ stream }) => t(`retention.stream.${stream}`), {
    width: 120,
    clip: 'clip',
  }),
  shownColumn(
    'range',
    t('retention.range'),
    ({ firstSeq }) => firstSeq,
    ({ firstSeq, lastSeq }) => (
      <span className="mono">
        {firstSeq}–{lastSeq}
      </span>
    ),
    { width: 130 },
  ),
  shownColumn(
    'newest',
    t('retention.newest'),
    ({ newestAt }) => newestAt,
    ({ newestAt }) => <TimeText at={newestAt} />,
    { width: 168 },
  ),
  textColumn('size', t('retention.size'), ({ events, bytes }) => `${formatCount(events)} / ${formatBytes(bytes)}`, {
    width: 150,
  }),
  textColumn('reason', t('retention.reason'), ({ reason }) => reason, { clip: 'clip' }),
  textColumn('by', t('retention.proposer'), ({ proposedBy }) => proposedBy, { width: 110 }),
  shownColumn(
    'at',
    t('retention.proposedAt'),
    ({ proposedAt }) => proposedAt,
    ({ proposedAt }) => <TimeText at={proposedAt} />,
    { width: 168 },
  ),
  textColumn('decider', t('retention.decider'), ({ decidedBy }) => decidedBy ?? '', { width: 110 }),
];

const Decide = ({ proposal }: { readonly proposal: Proposal }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: decideRemoval,
    onSuccess: async (_, { approve }) => {
      say.done(t(approve ? 'retention.approved' : 'retention.rejected'));
      await client.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: say.problem,
  });
  if (proposal.status !== 'proposed') return null;
  const { id } = proposal;
  return (
    <div className="row nowrap">
      <Popconfirm title={t('retention.askApprove')} onConfirm={() => decide.mutate({ id, approve: true })}>
        <Button size="small" danger loading={decide.isPending}>
          {t('retention.approve')}
        </Button>
      </Popconfirm>
      <Popconfirm title={t('retention.askReject')} onConfirm={() => decide.mutate({ id, approve: false })}>
        <Button size="small">{t('retention.reject')}</Button>
      </Popconfirm>
    </div>
  );
};

/** Proposals to remove segments; those who may approve decide here. */
export const ProposalsPanel = () => {
  const { t } = useTranslation();
  const mayApprove = useMay()(retentionPermissions.approve);
  const list = useQuery({
    queryKey: ['retention', 'proposals'],
    queryFn: ({ signal }) => listProposals(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo((): readonly Column<Proposal>[] => {
    const decide: Column<Proposal> = {
      key: 'decide',
      title: '',
      render: (proposal) => <Decide proposal={proposal} />,
      width: 140,
    };
    return mayApprove ? [...columnsOf(t), decide] : columnsOf(t);
  }, [t, mayApprove]);
  return (
    <Panel title={t('retention.proposals')} body="flush">
      <DataTable<Proposal>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-removals"
        minWidth={1140}
        empty={
          <EmptyState size="small" title={t('retention.proposalsEmpty')} hint={t('retention.proposalsEmptyHint')} />
        }
      />
    </Panel>
  );
};
