import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import type { Period, Round, SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listBatches, makeBatches } from '../../api/pseudonyms.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { shownColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const REFRESH_MS = 5_000;

const periodColumns = (t: TFunction): readonly Column<Period>[] => [
  shownColumn(
    'from',
    t('pseudonyms.week'),
    (row) => row.from,
    (row) => <TimeText at={row.from} />,
    { width: 190 },
  ),
  ...(['files', 'fetched', 'certificates'] as const).map((key) =>
    shownColumn<Period>(
      key,
      t(`pseudonyms.${key}`),
      (row) => row[key],
      (row) => formatCount(row[key]),
      { width: 120, align: 'right' },
    ),
  ),
  shownColumn(
    'i',
    t('pseudonyms.period'),
    (row) => row.i,
    (row) => <span className="mono">{row.i}</span>,
    { width: 120 },
  ),
];

const stateOf = ({ endedAt, failure }: Round): 'running' | 'failed' | 'done' =>
  failure !== null ? 'failed' : endedAt === null ? 'running' : 'done';
const TONE = { running: 'info', failed: 'high', done: 'good' } as const;

const roundColumns = (t: TFunction): readonly Column<Round>[] => [
  shownColumn(
    'startedAt',
    t('pseudonyms.startedAt'),
    (row) => row.startedAt,
    (row) => <TimeText at={row.startedAt} />,
    { width: 190 },
  ),
  shownColumn(
    'state',
    t('pseudonyms.state'),
    (row) => t(`pseudonyms.${stateOf(row)}`),
    (row) => <Chip tone={TONE[stateOf(row)]}>{t(`pseudonyms.${stateOf(row)}`)}</Chip>,
    { width: 180 },
  ),
  shownColumn(
    'progress',
    t('pseudonyms.progress'),
    (row) => row.made,
    (row) => (
      <div className="row">
        <Progress
          percent={row.ordered === 0 ? 100 : Math.min(100, Math.floor((row.made / row.ordered) * 100))}
          size="small"
          style={{ width: 200 }}
        />
        <span>{`${formatCount(row.made)} / ${formatCount(row.ordered)}`}</span>
      </div>
    ),
    { width: 380 },
  ),
];

/** Files of pseudonyms by week, and the progress of issue. */
export const BatchesTab = ({ suite }: { readonly suite: SuiteName }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'batches'],
    queryFn: ({ signal }) => listBatches(signal),
    refetchInterval: REFRESH_MS,
  });
  const order = useMutation({
    mutationFn: () => makeBatches(suite),
    onSuccess: async () => {
      say.done(t('pseudonyms.made'));
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
    },
    onError: say.problem,
  });
  const [periods, rounds] = useMemo(() => [periodColumns(t), roundColumns(t)], [t]);
  const make = may(pseudonymsPermissions.manage) && (
    <Button type="primary" loading={order.isPending} onClick={() => order.mutate()}>
      {t('pseudonyms.make')}
    </Button>
  );
  const failed = { error, onRetry: () => void refetch() };
  return (
    <div className="stack">
      <Panel body="flush" title={t('pseudonyms.tabs.batches')} extra={make}>
        <DataTable<Period>
          columns={periods}
          rows={data?.periods.filter((row) => row.suite === suite)}
          rowKey={(row) => String(row.i)}
          {...failed}
          exportName="chedun-pseudonym-batches"
          sorting="browser"
          empty={<EmptyState title={t('pseudonyms.noBatches')} hint={t('pseudonyms.noBatchesHint')} action={make} />}
        />
      </Panel>
      <Panel body="flush" title={t('pseudonyms.rounds')} hint={t('pseudonyms.roundsHint')}>
        <DataTable<Round>
          columns={rounds}
          rows={data?.rounds.filter((row) => row.suite === suite)}
          rowKey={(row) => row.id}
          {...failed}
          sorting="none"
          empty={<EmptyState size="small" title={t('pseudonyms.noRounds')} hint={t('pseudonyms.noBatchesHint')} />}
        />
      </Panel>
    </div>
  );
};
