import type { CanModel, CanModelComparison, CanModelDetail } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { Drawer, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareCanModels, getCanModel } from '../../../api/captures.ts';
import { formatBytes, formatCount } from '../../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Facts } from '../../../ui/Panel.tsx';
import { Chip } from '../../../ui/Tags.tsx';

type KnownId = CanModelDetail['idList'][number];
type Difference = CanModelComparison['differences'][number];

const knownColumns = (t: TFunction): readonly Column<KnownId>[] => [
  monoColumn('id', t('can.id'), (row) => row.idHex, { width: 90 }),
  textColumn('channel', t('can.channel'), (row) => row.channel, { width: 80, clip: 'clip' }),
  textColumn('timing', t('models.timing'), (row) => t(`models.timingOf.${row.timing}`), { width: 96 }),
  textColumn('period', t('can.period'), (row) => (row.periodMs === null ? '–' : row.periodMs.toFixed(2)), {
    width: 96,
    align: 'right',
  }),
  textColumn('jitter', t('can.jitter'), (row) => (row.jitterMs === null ? '–' : row.jitterMs.toFixed(2)), {
    width: 96,
    align: 'right',
  }),
  textColumn('lengths', t('can.lengths'), (row) => row.lengths.join(', '), { width: 72, align: 'right' }),
  textColumn('counters', t('models.counters'), (row) => row.counters, { width: 78, align: 'right' }),
  textColumn('bits', t('models.changingBits'), (row) => row.changingBits, { width: 84, align: 'right' }),
  shownColumn(
    'count',
    t('can.frameCount'),
    (row) => row.count,
    (row) => formatCount(row.count),
    { width: 90, align: 'right' },
  ),
];

const DIFFERENCE_TONE = { added: 'good', removed: 'critical', changed: 'medium' } as const;

const differenceColumns = (t: TFunction): readonly Column<Difference>[] => [
  shownColumn(
    'kind',
    t('models.difference'),
    (row) => t(`models.differenceOf.${row.kind}`),
    (row) => <Chip tone={DIFFERENCE_TONE[row.kind]}>{t(`models.differenceOf.${row.kind}`)}</Chip>,
    { width: 90 },
  ),
  monoColumn('id', t('can.id'), (row) => row.idHex, { width: 90 }),
  shownColumn(
    'what',
    t('models.what'),
    (row) => row.what.map((one) => t(`models.whatOf.${one}`)).join(' '),
    (row) => row.what.map((one) => <Chip key={one}>{t(`models.whatOf.${one}`)}</Chip>),
    { width: 190, clip: 'clip' },
  ),
  textColumn('before', t('models.before'), (row) => row.before, { clip: 'clip' }),
  textColumn('after', t('models.after'), (row) => row.after, { clip: 'clip' }),
];

interface ModelDrawerProps {
  readonly model: CanModel;
  readonly others: readonly CanModel[];
  readonly onClose: () => void;
}

/** What a model knows about each identifier, and what another one knows differently. */
export const ModelDrawer = ({ model, others, onClose }: ModelDrawerProps) => {
  const { t } = useTranslation();
  const [other, setOther] = useState<string>();
  const choices = others.filter(({ id, status }) => id !== model.id && status === 'ready');
  return (
    <Drawer open size={820} title={`${model.vehicleModel} v${model.version}`} onClose={onClose}>
      <div className="stack">
        <Facts
          items={[
            [t('models.title'), model.title],
            [t('models.trainedFrom'), model.captureName],
            [t('can.frameCount'), formatCount(model.frames)],
            [t('captures.size'), formatBytes(model.size)],
            [t('captures.uploader'), model.createdBy.name],
          ]}
        />
        <Select<string | null>
          allowClear
          style={{ width: 320 }}
          placeholder={t('models.compareWith')}
          aria-label={t('models.compareWith')}
          options={choices.map(({ id, vehicleModel, version }) => ({
            value: id,
            label: `${vehicleModel} v${version}`,
          }))}
          value={other ?? null}
          onChange={(id) => setOther(id ?? undefined)}
        />
        {other === undefined ? <KnownIds id={model.id} /> : <Differences id={model.id} other={other} />}
      </div>
    </Drawer>
  );
};

const KnownIds = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => knownColumns(t), [t]);
  const model = useQuery({ queryKey: ['can-model', id], queryFn: ({ signal }) => getCanModel(id, signal) });
  return (
    <DataTable
      columns={columns}
      rows={model.data?.idList}
      rowKey={({ channel, idHex }) => `${channel}/${idHex}`}
      error={model.error}
      sorting="browser"
      exportName={`chedun-can-model-${id}`}
      minWidth={760}
      empty={<EmptyState size="small" title={t('models.knowsNothing')} hint={t('models.emptyHint')} />}
    />
  );
};

const Differences = ({ id, other }: { readonly id: string; readonly other: string }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => differenceColumns(t), [t]);
  const answer = useQuery({
    queryKey: ['can-model-compare', id, other],
    queryFn: ({ signal }) => compareCanModels(id, other, signal),
  });
  return (
    <>
      {answer.data !== undefined && <span className="soft">{t('models.same', { count: answer.data.same })}</span>}
      <DataTable
        columns={columns}
        rows={answer.data?.differences}
        rowKey={({ channel, idHex, kind }) => `${channel}/${idHex}/${kind}`}
        error={answer.error}
        sorting="browser"
        exportName={`chedun-can-model-differences-${id}`}
        minWidth={760}
        empty={<EmptyState size="small" title={t('models.noDifference')} hint={t('models.noDifferenceHint')} />}
      />
    </>
  );
};
