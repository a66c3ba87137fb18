import type { FindingSummary } from '@chedun/governance/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { SEVERITIES } from '../../lib/series.ts';
import { AssetLinks } from '../../ui/AssetLink.tsx';
import type { Column } from '../../ui/columns.ts';
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

/** Title of a finding in the language of the reader, as far as it has one. */
export const findingTitle = (finding: Pick<FindingSummary, 'title' | 'titleZh'>, language: string): string =>
  language === 'en' ? finding.title : (finding.titleZh ?? finding.title);

/** Columns of every list of findings. */
export const useFindingColumns = (wanted: readonly FindingColumn[]): readonly Column<FindingSummary>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const key = wanted.join(',');
  return useMemo(() => {
    const all: Readonly<Record<FindingColumn, Column<FindingSummary>>> = {
      severity: {
        key: 'severity',
        title: t('findings.severity'),
        width: 92,
        render: (row) => <SeverityTag severity={row.severity} />,
        value: (row) => SEVERITIES.length - SEVERITIES.indexOf(row.severity),
      },
      kind: {
        key: 'kind',
        title: t('findings.kind'),
        width: 80,
        render: (row) => t(`findingKind.${row.kind}`),
        value: (row) => t(`findingKind.${row.kind}`),
      },
      title: {
        key: 'title',
        title: t('findings.title'),
        clip: 'clip',
        render: (row) => <span title={row.title}>{findingTitle(row, language)}</span>,
        value: (row) => findingTitle(row, language),
      },
      assets: {
        key: 'assets',
        title: t('findings.assets'),
        width: 218,
        clip: 'clip',
        render: (row) => <AssetLinks assets={row.assets} />,
        value: (row) => row.assets.map(({ id }) => id).join(' '),
      },
      count: {
        key: 'count',
        title: t('findings.count'),
        width: 84,
        align: 'right',
        render: (row) => formatCount(row.count),
        value: (row) => row.count,
      },
      status: {
        key: 'status',
        title: t('findings.status'),
        width: 98,
        render: (row) => <StatusTag status={row.status} />,
        value: (row) => t(`findingStatus.${row.status}`),
      },
      owner: {
        key: 'owner',
        title: t('findings.owner'),
        width: 100,
        clip: 'clip',
        render: (row) => row.owner?.name ?? <span className="faint">{t('findings.unassigned')}</span>,
        value: (row) => row.owner?.name ?? '',
      },
      due: {
        key: 'due',
        title: t('findings.due'),
        width: 158,
        render: (row) =>
          row.overdue ? <Chip tone="critical">{t('findings.overdue')}</Chip> : <TimeText at={row.dueAt} />,
        value: (row) => row.dueAt ?? '',
      },
      lastSeen: {
        key: 'lastSeen',
        title: t('findings.lastSeen'),
        width: 116,
        render: (row) => <AgoText at={row.lastSeen} />,
        value: (row) => row.lastSeen,
      },
      firstSeen: {
        key: 'firstSeen',
        title: t('findings.firstSeen'),
        width: 158,
        render: (row) => <TimeText at={row.firstSeen} />,
        value: (row) => row.firstSeen,
      },
    };
    return (key.split(',') as FindingColumn[]).map((name) => all[name]);
  }, [t, language, key]);
};
