import type { EventRow } from '@chedun/search/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { codeOf, subjectOf, summaryOf } from '../../lib/eventRow.ts';
import { verdictText } from '../../lib/verdictText.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { EventSeverity } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const columns = (t: TFunction, language: Language): readonly Column<EventRow>[] => [
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
    (row) => verdictText(summaryOf(row), language),
    (row) => {
      const text = verdictText(summaryOf(row), language);
      return <span title={text}>{text}</span>;
    },
    { clip: 'clip' },
  ),
];

/** Columns of every list of events. */
export const useEventColumns = (): readonly Column<EventRow>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => columns(t, language), [t, language]);
};
