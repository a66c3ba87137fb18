import type { Tombstone } from '@chedun/retention/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listTombstones } from '../../api/retention.ts';
import { formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const stepOf = ({ loggedAt, segmentsRemovedAt, rowsRemovedAt }: Tombstone) => {
  if (rowsRemovedAt !== null) return 'rows';
  if (segmentsRemovedAt !== null) return 'segments';
  return loggedAt === null ? 'signed' : 'logged';
};

const columnsOf = (t: TFunction): readonly Column<Tombstone>[] => [
  shownColumn(
    'genuine',
    t('retention.signature'),
    ({ genuine }) => t(genuine ? 'retention.genuine' : 'retention.forged'),
    ({ genuine }) => (
      <StateDot tone={genuine ? 'good' : 'critical'}>{t(genuine ? 'retention.genuine' : 'retention.forged')}</StateDot>
    ),
    { width: 190 },
  ),
  textColumn('stream', t('retention.streamColumn'), ({ stream }) => t(`retention.stream.${stream}`), {
    width: 118,
    clip: 'clip',
  }),
  shownColumn(
    'range',
    t('retention.segment'),
    ({ firstSeq }) => firstSeq,
    ({ firstSeq, lastSeq }) => (
      <span className="mono">
        {firstSeq}–{lastSeq}
      </span>
    ),
    { width: 150 },
  ),
  shownColumn(
    'events',
    t('retention.records'),
    ({ events }) => events,
    ({ events }) => formatCount(events),
    { width: 100, align: 'right' },
  ),
  shownColumn(
    'signed',
    t('retention.signedAt'),
    ({ signedAt }) => signedAt,
    ({ signedAt }) => <TimeText at={signedAt} />,
    { width: 168 },
  ),
  textColumn('by', t('retention.proposer'), ({ proposedBy }) => proposedBy, { width: 110 }),
  textColumn('approved', t('retention.decider'), ({ approvedBy }) => approvedBy, { width: 110 }),
  shownColumn(
    'step',
    t('retention.steps'),
    (row) => t(`retention.step.${stepOf(row)}`),
    (row) => <Chip {...(stepOf(row) === 'rows' ? { tone: 'good' } : {})}>{t(`retention.step.${stepOf(row)}`)}</Chip>,
    { width: 130 },
  ),
];

const Statement = ({ tombstone }: { readonly tombstone: Tombstone }) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <span className="faint">{t('retention.statement')}</span>
      <pre className="statement">{tombstone.body}</pre>
      {tombstone.signatures.map(({ algorithm, keyId, value }) => (
        <div key={keyId} className="mono" style={{ overflowWrap: 'anywhere' }}>
          {algorithm === 'sm2' ? 'SM2' : 'Ed25519'} · {keyId} · {value}
        </div>
      ))}
    </div>
  );
};

/** 删除凭证: signed statements about what is gone. */
export const TombstonesTab = () => {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: ['retention', 'tombstones'], queryFn: ({ signal }) => listTombstones(signal) });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel body="flush">
      <DataTable<Tombstone>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        expand={(tombstone) => <Statement tombstone={tombstone} />}
        sorting="browser"
        exportName="chedun-tombstones"
        minWidth={1140}
        empty={<EmptyState title={t('retention.tombstonesEmpty')} hint={t('retention.tombstonesEmptyHint')} />}
      />
    </Panel>
  );
};
