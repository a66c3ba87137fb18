import type { EventRow } from '@chedun/search/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { subjectOf, summaryOf } from '../../lib/eventRow.ts';
import type { Column } from '../../ui/columns.ts';
import { EventSeverity } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

/** Columns of every list of events. The server orders them by time, so the browser does not sort. */
export const useEventColumns = (): readonly Column<EventRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () =>
      [
        {
          key: 'time',
          title: t('events.time'),
          width: 196,
          render: (row: EventRow) => (
            <span className="row" style={{ gap: 7 }}>
              <EventSeverity id={row.severityId} />
              <TimeText at={row.time} precise="millisecond" />
            </span>
          ),
          value: (row: EventRow) => row.time,
        },
        {
          key: 'source',
          title: t('events.source'),
          width: 116,
          clip: 'clip' as const,
          render: (row: EventRow) => row.source,
          value: (row: EventRow) => row.source,
        },
        {
          key: 'subject',
          title: t('search.subject'),
          width: 166,
          clip: 'clip' as const,
          render: (row: EventRow) => <span className="mono">{subjectOf(row)}</span>,
          value: subjectOf,
        },
        {
          key: 'code',
          title: t('search.code'),
          width: 112,
          clip: 'clip' as const,
          render: (row: EventRow) => (
            <span className="mono">{row.columns['eventCode'] ?? row.columns['event_code'] ?? ''}</span>
          ),
          value: (row: EventRow) => String(row.columns['eventCode'] ?? ''),
        },
        {
          key: 'message',
          title: t('events.message'),
          clip: 'clip' as const,
          render: (row: EventRow) => <span title={summaryOf(row)}>{summaryOf(row)}</span>,
          value: summaryOf,
        },
      ].map((column) => ({ ...column, sort: 'none' as const })),
    [t],
  );
};
