import type { FindingSummary } from '@chedun/governance/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { AssetLinks } from '../../ui/AssetLink.tsx';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip, SeverityTag, StatusTag } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';

export type FindingColumn =
  | 'severity'
  | 'kind'
  | 'title'
  | 'assets'
  | 'count'
  | 'status'
  | 'owner'
  | 'due'
  | 'lastSeen'
  | 'firstSeen';

type Row = FindingSummary;
type Columns = Readonly<Record<FindingColumn, Column<Row>>>;

/** Title of a finding in the language of the reader, as far as it has one. */
export const findingTitle = (finding: Pick<Row, 'title' | 'titleZh'>, language: string): string =>
  language === 'en' ? finding.title : (finding.titleZh ?? finding.title);

const whatColumns = (t: TFunction, language: string): Pick<Columns, 'severity' | 'kind' | 'title' | 'assets'> => ({
  severity: shownColumn(
    'severity',
    t('findings.severity'),
    (row) => t(`severity.${row.severity}`),
    (row) => <SeverityTag severity={row.severity} />,
    { width: 92, serverSort: 'severity' },
  ),
  kind: textColumn('kind', t('findings.kind'), (row) => t(`findingKind.${row.kind}`), { width: 80 }),
  title: shownColumn(
    'title',
    t('findings.title'),
    (row) => findingTitle(row, language),
    (row) => <span title={row.title}>{findingTitle(row, language)}</span>,
    { clip: 'clip' },
  ),
  assets: shownColumn(
    'assets',
    t('findings.assets'),
    (row) => row.assets.map(({ id }) => id).join(' '),
    (row) => <AssetLinks assets={row.assets} />,
    { width: 226, clip: 'clip' },
  ),
});

const workColumns = (t: TFunction): Pick<Columns, 'status' | 'owner' | 'due'> => ({
  status: shownColumn(
    'status',
    t('findings.status'),
    (row) => t(`findingStatus.${row.status}`),
    (row) => <StatusTag status={row.status} />,
    { width: 98 },
  ),
  owner: shownColumn(
    'owner',
    t('findings.owner'),
    (row) => row.owner?.name ?? '',
    (row) => row.owner?.name ?? <span className="faint">{t('findings.unassigned')}</span>,
    { width: 100, clip: 'clip' },
  ),
  due: shownColumn(
    'due',
    t('findings.due'),
    (row) => row.dueAt ?? '',
    (row) => (row.overdue ? <Chip tone="critical">{t('findings.overdue')}</Chip> : <TimeText at={row.dueAt} />),
    { width: 158 },
  ),
});

const whenColumns = (t: TFunction): Pick<Columns, 'count' | 'lastSeen' | 'firstSeen'> => ({
  count: shownColumn(
    'count',
    t('findings.count'),
    (row) => row.count,
    (row) => formatCount(row.count),
    { width: 84, align: 'right', serverSort: 'count' },
  ),
  lastSeen: shownColumn(
    'lastSeen',
    t('findings.lastSeen'),
    (row) => row.lastSeen,
    (row) => <AgoText at={row.lastSeen} />,
    { width: 122, serverSort: 'lastSeen' },
  ),
  firstSeen: shownColumn(
    'firstSeen',
    t('findings.firstSeen'),
    (row) => row.firstSeen,
    (row) => <TimeText at={row.firstSeen} />,
    { width: 158, serverSort: 'firstSeen' },
  ),
});

/** Columns of every list of findings. */
export const useFindingColumns = (wanted: readonly FindingColumn[]): readonly Column<Row>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const key = wanted.join(',');
  return useMemo(() => {
    const all: Columns = { ...whatColumns(t, language), ...workColumns(t), ...whenColumns(t) };
    return (key.split(',') as FindingColumn[]).map((name) => all[name]);
  }, [t, language, key]);
};
