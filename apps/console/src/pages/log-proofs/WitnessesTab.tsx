import { PlusOutlined } from '@ant-design/icons';
import { sealPermissions } from '@chedun/seal/contract';
import type { WitnessView } from '@chedun/seal/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listWitnesses, removeWitness } from '../../api/seal.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AddWitnessDialog } from './AddWitnessDialog.tsx';

const TONE = { new: 'info', signing: 'good', silent: 'high', refused: 'critical' } as const;
const REFRESH_MS = 5_000;

const coverOf = (t: TFunction, { logs }: WitnessView): string =>
  logs
    .map(({ stream, size }) => t('seal.coversFrames', { stream: t(`seal.stream.${stream}`), count: formatCount(size) }))
    .join(' · ');

const columnsOf = (t: TFunction): readonly Column<WitnessView>[] => [
  textColumn('name', t('seal.name'), ({ name }) => name, { width: 160 }),
  shownColumn(
    'state',
    t('seal.statusColumn'),
    ({ state }) => t(`seal.witnessState.${state}`),
    ({ state }) => <StateDot tone={TONE[state]}>{t(`seal.witnessState.${state}`)}</StateDot>,
    { width: 130 },
  ),
  textColumn('covers', t('seal.covers'), (row) => coverOf(t, row), { width: 260 }),
  shownColumn(
    'at',
    t('seal.at'),
    ({ logs }) => logs[0]?.at ?? '',
    ({ logs }) => (logs[0] === undefined ? t('seal.never') : <TimeText at={logs[0].at} />),
    { width: 170 },
  ),
  monoColumn('url', t('seal.url'), ({ url }) => url, { width: 220 }),
  textColumn('reason', t('seal.reason'), ({ reason }) => reason, { clip: 'clip' }),
];

const removeColumn = (t: TFunction): Column<WitnessView> => ({
  key: 'remove',
  title: '',
  width: 90,
  render: (row) => <Remove witness={row} label={t('seal.remove')} />,
});

const Remove = ({ witness, label }: { readonly witness: WitnessView; readonly label: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeWitness(witness.id),
    onSuccess: async () => {
      say.done(t('seal.removed'));
      await client.invalidateQueries({ queryKey: ['seal'] });
    },
    onError: say.problem,
  });
  return (
    <Popconfirm title={t('seal.removeAsk', { name: witness.name })} onConfirm={() => remove.mutate()}>
      <Button size="small" type="text" danger loading={remove.isPending}>
        {label}
      </Button>
    </Popconfirm>
  );
};

/** 见证方: who signs checkpoints from outside. */
export const WitnessesTab = () => {
  const { t } = useTranslation();
  const manages = useMay()(sealPermissions.manage);
  const [adding, setAdding] = useState(false);
  const list = useQuery({
    queryKey: ['seal', 'witnesses'],
    queryFn: ({ signal }) => listWitnesses(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => [...columnsOf(t), ...(manages ? [removeColumn(t)] : [])], [t, manages]);
  const add = manages && (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('seal.addWitness')}
    </Button>
  );
  return (
    <Panel body="flush">
      {add !== false && <div className="toolbar">{add}</div>}
      <DataTable<WitnessView>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-witnesses"
        minWidth={1040}
        empty={
          <EmptyState
            title={t('seal.witnessesEmpty')}
            hint={`${t('seal.witnessesEmptyHint')} ${t('seal.addWitnessHint')}`}
          />
        }
      />
      {adding && <AddWitnessDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
};
