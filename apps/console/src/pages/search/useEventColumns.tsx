import type { EventRow } from '@chedun/search/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf, subjectOf, summaryOf } from '../../lib/eventRow.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { EventSeverity } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const columns = (t: TFunction): readonly Column<EventRow>[] => [
  shownColumn(
    'time',
    t('events.time'),
    (row) => row.time,
    (row) => (
      <span className="row" style={{ gap: 7 }}>
        <EventSeverity id={row.severityId} />
        <TimeText at={row.time} precise="millisecond" />
      </span>
    ),
    { width: 204 },
  ),
  textColumn('source', t('events.source'), (row) => row.source, { width: 116, clip: 'clip' }),
  monoColumn('subject', t('search.subject'), subjectOf, { width: 176, clip: 'clip' }),
  monoColumn('code', t('search.code'), codeOf, { width: 128, clip: 'clip' }),
  shownColumn(
    'message',
    t('events.message'),
    summaryOf,
    (row) => <span title={summaryOf(row)}>{summaryOf(row)}</span>,
    { clip: 'clip' },
  ),
];

/** Columns of every list of events. */
export const useEventColumns = (): readonly Column<EventRow>[] => {
  const { t } = useTranslation();
  return useMemo(() => columns(t), [t]);
};
