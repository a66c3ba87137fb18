import type { CorrelationSummary } from '@chedun/correlation/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { SeverityTag, StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { CorrelationSwitch } from './CorrelationSwitch.tsx';

type Row = CorrelationSummary;

const TONE = { running: 'good', off: 'info', broken: 'critical' } as const;

/** The type of a correlation, or that it is a filter. */
export const typeText = (t: TFunction, { type }: Pick<Row, 'type'>): string =>
  type === null ? t('correlations.kinds.filter') : t(`correlations.types.${type}`);

/** How a correlation stands, with its colour. */
export const StateText = ({ state }: { readonly state: Row['state'] }) => {
  const { t } = useTranslation();
  return <StateDot tone={TONE[state]}>{t(`correlations.states.${state}`)}</StateDot>;
};

const nameColumns = (t: TFunction, writes: boolean, language: string): readonly Column<Row>[] => [
  shownColumn(
    'enabled',
    t('correlations.enabled'),
    (row) => (row.enabled ? t('common.yes') : t('common.no')),
    (row) => <CorrelationSwitch correlation={row} writes={writes} />,
    { width: 84 },
  ),
  shownColumn(
    'level',
    t('correlations.level'),
    (row) => t(`severity.${row.level}`),
    (row) => <SeverityTag severity={row.level} />,
    { width: 92, serverSort: 'level' },
  ),
  shownColumn(
    'title',
    t('correlations.title'),
    (row) => ruleTitle(row, language),
    (row) => <span title={`${ruleTitle(row, language)}\n${row.path}`}>{ruleTitle(row, language)}</span>,
    { clip: 'clip', serverSort: 'title' },
  ),
  textColumn('type', t('correlations.type'), (row) => typeText(t, row), { width: 150, clip: 'clip' }),
];

const effectColumns = (t: TFunction): readonly Column<Row>[] => [
  shownColumn(
    'state',
    t('correlations.state'),
    (row) => t(`correlations.states.${row.state}`),
    (row) => <StateText state={row.state} />,
    { width: 110 },
  ),
  textColumn('ruleset', t('correlations.ruleset'), (row) => row.ruleset, { width: 110, clip: 'clip' }),
  shownColumn(
    'fired',
    t('correlations.fired24h'),
    (row) => row.fired24h,
    (row) => (row.fired24h === 0 ? <span className="faint">0</span> : <strong>{formatCount(row.fired24h)}</strong>),
    { width: 124, align: 'right', serverSort: 'fired24h' },
  ),
  shownColumn(
    'last',
    t('correlations.lastFired'),
    (row) => row.lastFired ?? '',
    (row) => <AgoText at={row.lastFired} />,
    { width: 118, serverSort: 'lastFired' },
  ),
];

/** Columns of the list of correlations. */
export const useCorrelationColumns = (writes: boolean): readonly Column<Row>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => [...nameColumns(t, writes, language), ...effectColumns(t)], [t, writes, language]);
};
