import type { PendingRequest } from '@chedun/certificates/contract';
import { certificatesPermissions } from '@chedun/certificates/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { decideRequest } from '../../api/certificates.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { SecondPerson } from '../../ui/SecondPerson.tsx';

const TONE = { waiting: 'medium', approved: 'good', rejected: 'info' } as const;

const columnsOf = (t: TFunction): readonly Column<PendingRequest>[] => [
  shownColumn(
    'state',
    t('certificates.state'),
    ({ state }) => t(`certificates.requestState.${state}`),
    ({ state }) => <Chip tone={TONE[state]}>{t(`certificates.requestState.${state}`)}</Chip>,
    { width: 110 },
  ),
  textColumn('kind', t('certificates.event'), ({ kind }) => t(`certificates.requestKind.${kind}`), { width: 110 }),
  textColumn('about', t('certificates.subjectOf'), ({ about }) => about.join(' / '), { clip: 'clip', width: 280 }),
  textColumn(
    'reason',
    t('certificates.reason'),
    ({ reason }) => (reason === null ? '' : t(`certificates.reasonOf.${reason}` as never, { defaultValue: reason })),
    { width: 120 },
  ),
  textColumn('by', t('certificates.askedBy'), ({ askedBy }) => askedBy, { clip: 'clip', width: 180 }),
  shownColumn(
    'at',
    t('certificates.askedAt'),
    ({ askedAt }) => askedAt,
    ({ askedAt }) => <TimeText at={askedAt} />,
    { width: 168 },
  ),
];

const lastColumnsOf = (t: TFunction): readonly Column<PendingRequest>[] => [
  textColumn('decider', t('certificates.decidedBy'), ({ decidedBy }) => decidedBy ?? '', { clip: 'clip', width: 150 }),
  textColumn('note', t('certificates.note'), ({ note }) => note, { clip: 'clip', width: 200 }),
];

/** 待批准: what waits for somebody else than who asked. */
export const RequestsTab = ({
  query,
}: {
  readonly query: UseQueryResult<{ readonly items: readonly PendingRequest[] }>;
}) => {
  const { t } = useTranslation();
  const mayApprove = useMay()(certificatesPermissions.approve);
  const columns = useMemo((): readonly Column<PendingRequest>[] => {
    const decide: Column<PendingRequest> = {
      key: 'decide',
      title: '',
      width: 190,
      render: ({ id, state }) =>
        state === 'waiting' ? <SecondPerson id={id} decide={decideRequest} changes="certificates" /> : null,
    };
    return [...columnsOf(t), ...(mayApprove ? [decide] : []), ...lastColumnsOf(t)];
  }, [t, mayApprove]);
  return (
    <Panel body="flush">
      <DataTable<PendingRequest>
        columns={columns}
        rows={query.data?.items}
        rowKey={({ id }) => id}
        error={query.error}
        onRetry={() => void query.refetch()}
        sorting="browser"
        exportName="chedun-certificate-requests"
        minWidth={1500}
        empty={<EmptyState title={t('certificates.requestsEmpty')} hint={t('certificates.requestsEmptyHint')} />}
      />
    </Panel>
  );
};
