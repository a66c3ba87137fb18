import type { CaseLine } from '@chedun/filing/contract';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listCases } from '../../api/filing.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { StateChip } from './parts.tsx';

const columnsOf = (t: TFunction, words: ReturnType<typeof useWords>): Column<CaseLine>[] => [
  textColumn('title', t('filing.caseTitle'), ({ title }) => title, { clip: 'clip' }),
  textColumn('kind', t('filing.kind'), ({ kindTitle }) => words(kindTitle), { width: 130 }),
  shownColumn(
    'state',
    t('filing.state'),
    ({ state }) => t(`filing.states.${state}`),
    ({ state, supplementDue, supplementOverdue }) => (
      <span className="row nowrap" style={{ gap: 6 }}>
        <StateChip state={state} />
        {supplementDue !== null && (
          <Chip tone={supplementOverdue ? 'critical' : 'medium'}>
            {t(supplementOverdue ? 'filing.itemsOverdue' : 'filing.itemsDue', { day: supplementDue })}
          </Chip>
        )}
      </span>
    ),
    { width: 270 },
  ),
  monoColumn('number', t('filing.number'), ({ number }) => number || '—', { width: 190 }),
  shownColumn(
    'opened',
    t('filing.opened'),
    ({ openedAt }) => openedAt,
    ({ openedAt }) => <TimeText at={openedAt} />,
    { width: 170 },
  ),
];

/** Filings, all of them or those of a unit. */
export const CaseTable = ({
  unit,
  state = 'all',
  extra,
  action,
}: {
  readonly unit?: string;
  readonly state?: 'all' | 'open' | 'done';
  readonly extra?: ReactNode;
  readonly action?: ReactNode;
}) => {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const list = useCursorList(
    ['filing', 'cases', unit, state],
    (cursor, signal) => listCases({ unit, state, cursor, limit: 100 }, signal),
    { refetchMs: 15_000 },
  );
  return (
    <Panel title={t('filing.tabs.cases')} body="flush" extra={extra}>
      <DataTable<CaseLine>
        {...list}
        columns={columnsOf(t, words)}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/filing/cases/$id', params: { id } })}
        exportName="chedun-filings"
        sorting="none"
        empty={
          <EmptyState size="small" title={t('filing.casesEmpty')} hint={t('filing.casesEmptyHint')} action={action} />
        }
      />
    </Panel>
  );
};
