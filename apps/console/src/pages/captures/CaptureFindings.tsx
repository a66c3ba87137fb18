import type { Capture, CaptureFinding } from '@chedun/captures/contract';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { captureFindings } from '../../api/captures.ts';
import { textIn } from '../../api/problem.ts';
import type { Language } from '../../api/problem.ts';
import { verdictText } from '../../lib/verdictText.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { SeverityTag } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ServerTable } from './ServerTable.tsx';

const columnsOf = (
  t: TFunction,
  language: Language,
  onMoment: ((second: number) => void) | undefined,
): readonly Column<CaptureFinding>[] => [
  shownColumn(
    'level',
    t('captures.level'),
    (row) => t(`severity.${row.level}`),
    (row) => <SeverityTag severity={row.level} />,
    { width: 84, serverSort: 'level' },
  ),
  textColumn('title', t('captures.finding'), (row) => textIn(row.title, language), { width: 210, clip: 'clip' }),
  monoColumn('subject', t('captures.subject'), (row) => verdictText(row.subject, language), {
    width: 150,
    clip: 'clip',
  }),
  textColumn('expected', t('captures.expected'), (row) => verdictText(row.expected, language), { clip: 'clip' }),
  textColumn('seen', t('captures.seen'), (row) => verdictText(row.seen, language), { clip: 'clip' }),
  textColumn('count', t('captures.count'), (row) => row.count, { width: 74, align: 'right', serverSort: 'count' }),
  shownColumn(
    'first',
    t('captures.first'),
    (row) => row.first ?? row.firstS,
    (row) => <Moment row={row} onMoment={onMoment} />,
    { width: 170, serverSort: 'first' },
  ),
];

const Moment = ({
  row,
  onMoment,
}: {
  readonly row: CaptureFinding;
  readonly onMoment: ((second: number) => void) | undefined;
}) => {
  const text = row.first === null ? `${row.firstS.toFixed(3)} s` : <TimeText at={row.first} />;
  if (onMoment === undefined) return <>{text}</>;
  return (
    <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onMoment(row.firstS)}>
      {text}
    </Button>
  );
};

interface CaptureFindingsProps {
  readonly capture: Capture;
  /** Jumps to a moment of the recording. */
  readonly onMoment?: (second: number) => void;
}

/** What the detectors hold against the recording; the alerts that came of it are a link away. */
export const CaptureFindings = ({ capture, onMoment }: CaptureFindingsProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const columns = useMemo(() => columnsOf(t, language, onMoment), [t, language, onMoment]);
  return (
    <ServerTable
      name={['capture-findings', capture.id, capture.analysedAt]}
      load={(query, signal) => captureFindings(capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'first', rising: ['first'] }}
      find={t('captures.findFinding')}
      filters={<FindingLinks capture={capture} />}
      empty={{ title: t('captures.noFindings'), hint: t('captures.noFindingsHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-findings`}
    />
  );
};

const FindingLinks = ({ capture }: { readonly capture: Capture }) => {
  const { t } = useTranslation();
  if (capture.findings === 0) return null;
  return (
    <span className="row" style={{ marginLeft: 'auto' }}>
      <span className="faint">{t('captures.findingsTotal', { total: formatCount(capture.findings) })}</span>
      <Link to="/alerts" search={{ ...(capture.vin === null ? {} : { asset: capture.vin }), status: 'all' }}>
        <Button size="small">{t('captures.toAlerts')}</Button>
      </Link>
      <Link to="/search" search={{ q: queryTerm('capture', capture.id), range: '184d' }}>
        <Button size="small">{t('captures.toRecords')}</Button>
      </Link>
    </span>
  );
};
