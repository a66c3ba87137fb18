import { filingPermissions, type UnitLine, type UnitList } from '@chedun/filing/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareUnits, listUnits } from '../../api/filing.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { PartitionDialog } from './PartitionDialog.tsx';
import { LevelChip } from './parts.tsx';
import { UnitDialog } from './UnitDialog.tsx';
import { UnitMap } from './UnitMap.tsx';

type Words = ReturnType<typeof useWords>;

const columnsOf = (t: TFunction, words: Words): Column<UnitLine>[] => [
  textColumn('name', t('filing.unitName'), ({ name }) => name),
  textColumn('type', t('filing.unitType'), ({ typeTitle }) => words(typeTitle), { clip: 'clip' }),
  shownColumn(
    'level',
    t('filing.level'),
    ({ level, proposed }) => level ?? proposed ?? 0,
    (unit) => <LevelChip unit={unit} />,
    { width: 130 },
  ),
  textColumn('size', t('filing.size'), ({ hosts, services }) => `${hosts} / ${services}`, { width: 120 }),
  monoColumn('number', t('filing.number'), ({ filingNumber }) => filingNumber || t('filing.notFiled'), { width: 220 }),
  shownColumn(
    'drift',
    t('filing.drift'),
    ({ drift }) => drift,
    ({ drift, filingNumber }) =>
      filingNumber === '' ? (
        <span className="faint">—</span>
      ) : (
        <Chip tone={drift > 0 ? 'high' : 'good'}>
          {drift > 0 ? t('filing.driftCount', { count: drift }) : t('filing.driftNone')}
        </Chip>
      ),
    { width: 110 },
  ),
];

/** Units with their map and the wizard that makes them. */
export const UnitsTab = () => {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const mayWrite = useMay()(filingPermissions.write);
  const [open, setOpen] = useState<'nothing' | 'partition' | 'new'>('nothing');
  const list = useQuery({ queryKey: ['filing', 'units'], queryFn: ({ signal }) => listUnits(signal) });
  const show = (id: string): void => void navigate({ to: '/filing/units/$id', params: { id } });
  const wizard = (
    <Button type="primary" onClick={() => setOpen('partition')}>
      {t('filing.partition')}
    </Button>
  );
  return (
    <div className="stack">
      {list.data !== undefined && <Numbers list={list.data} />}
      {list.data !== undefined && list.data.items.length > 0 && <UnitMap units={list.data.items} onPick={show} />}
      <Panel
        body="flush"
        title={t('filing.tabs.units')}
        extra={mayWrite && <Actions wizard={wizard} onNew={() => setOpen('new')} />}
      >
        <DataTable<UnitLine>
          columns={columnsOf(t, words)}
          rows={list.data?.items}
          error={list.error}
          onRetry={() => void list.refetch()}
          rowKey={({ id }) => id}
          onRow={({ id }) => show(id)}
          exportName="chedun-units"
          empty={
            <EmptyState
              title={t('filing.unitsEmpty')}
              hint={t('filing.unitsEmptyHint')}
              action={mayWrite ? wizard : undefined}
            />
          }
        />
      </Panel>
      {open === 'partition' && <PartitionDialog onClose={() => setOpen('nothing')} />}
      {open === 'new' && <UnitDialog onClose={() => setOpen('nothing')} onSaved={show} />}
    </div>
  );
};

const Actions = ({ wizard, onNew }: { readonly wizard: React.ReactNode; readonly onNew: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const compare = useMutation({
    mutationFn: compareUnits,
    onSuccess: async (found) => {
      await client.invalidateQueries({ queryKey: ['filing'] });
      say.done(t('filing.compared', found));
    },
    onError: say.problem,
  });
  return (
    <>
      <Button loading={compare.isPending} onClick={() => compare.mutate()}>
        {t('filing.compare')}
      </Button>
      <Button onClick={onNew}>{t('filing.newUnit')}</Button>
      {wizard}
    </>
  );
};

const Numbers = ({ list: { items, coverage } }: { readonly list: UnitList }) => {
  const { t } = useTranslation();
  const { hosts, hostsInUnits, services, servicesInUnits } = coverage;
  const numbered = items.filter(({ filingNumber }) => filingNumber !== '').length;
  const drifted = items.filter(({ drift }) => drift > 0).length;
  return (
    <div className="grid" style={{ gridTemplateColumns: 'repeat(5, minmax(0, 1fr))', gap: 10 }}>
      <Kpi label={t('filing.unitsCount')} value={items.length} />
      <Kpi label={t('filing.unitsNumbered')} value={numbered} unit={` / ${items.length}`} />
      <Kpi label={t('filing.unitsDrifted')} value={drifted} {...(drifted > 0 ? { tone: 'high' } : {})} />
      <Kpi label={t('filing.coverageHosts')} value={hostsInUnits} unit={` / ${hosts}`} />
      <Kpi label={t('filing.coverageServices')} value={servicesInUnits} unit={` / ${services}`} />
    </div>
  );
};
