import type { Look } from '@chedun/inspection-access/contract';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from 'antd';
import { listLooks, listMyLooks, type LookFilter } from '../../api/inspectionAccess.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { OutcomeChip } from './parts.tsx';

const REFRESH_MS = 5_000;

const outcomeText = (t: TFunction, refused: Look['refused']): string =>
  refused === '' ? t('inspectionAccess.answered') : t(`inspectionAccess.reasons.${refused}`);

const columnsOf = (t: TFunction): readonly Column<Look>[] => [
  shownColumn(
    'at',
    t('inspectionAccess.at'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} />,
    { width: 170 },
  ),
  textColumn('who', t('inspectionAccess.who'), ({ inspector }) => inspector, { width: 110 }),
  textColumn('number', t('inspectionAccess.number'), ({ number }) => number, { width: 130 }),
  textColumn(
    'what',
    t('inspectionAccess.what'),
    ({ kind }) => (kind === null ? '—' : t(`inspectionAccess.kind.${kind}`)),
    { width: 140 },
  ),
  monoColumn('path', t('inspectionAccess.path'), ({ method, path }) => `${method} ${path}`, { clip: 'clip' }),
  monoColumn('ip', t('inspectionAccess.ip'), ({ ip }) => ip, { width: 130 }),
  shownColumn(
    'outcome',
    t('inspectionAccess.outcome'),
    ({ refused }) => outcomeText(t, refused),
    ({ refused }) => <OutcomeChip refused={refused} />,
    { width: 150 },
  ),
];

type Outcome = 'everything' | 'answered' | 'refused';

interface Props {
  /** Whose record: the enterprise's, of one inspection or of all, or the guest's own. */
  readonly of: 'enterprise' | 'own';
  readonly inspection?: string;
}

/** The live record of looks: who, when, what, and what became of it. */
export const LooksTable = ({ of, inspection }: Props) => {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome>('everything');
  const columns = useMemo(() => columnsOf(t), [t]);
  const filter: LookFilter = {
    ...(inspection === undefined ? {} : { inspection }),
    ...(outcome === 'everything' ? {} : { outcome }),
  };
  const list = useCursorList(
    ['inspection-access', 'looks', of, filter],
    (cursor, signal) => (of === 'own' ? listMyLooks : listLooks)({ ...filter, ...(cursor && { cursor }) }, signal),
    { refetchMs: REFRESH_MS },
  );
  const choice = (
    <Segmented<Outcome>
      size="small"
      value={outcome}
      onChange={setOutcome}
      options={[
        { value: 'everything', label: t('inspectionAccess.everything') },
        { value: 'answered', label: t('inspectionAccess.onlyAnswered') },
        { value: 'refused', label: t('inspectionAccess.onlyRefused') },
      ]}
    />
  );
  return (
    <Panel title={t('inspectionAccess.looks')} hint={t('inspectionAccess.looksHint')} extra={choice} body="flush">
      <DataTable
        {...list}
        columns={columns}
        rowKey={({ id }) => id}
        sorting="none"
        exportName="inspection-looks"
        minWidth={980}
        empty={
          <EmptyState
            size="small"
            title={t('inspectionAccess.looksEmpty')}
            hint={t('inspectionAccess.looksEmptyHint')}
          />
        }
      />
    </Panel>
  );
};
