import type { BaselineSummary } from '@chedun/baselines/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { formatTime } from '../../lib/time.ts';
import type { Zone } from '../../lib/time.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { SeverityTag, StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { BaselineSwitch } from './BaselineSwitch.tsx';

type Row = BaselineSummary;

const TONE = {
  off: 'info',
  broken: 'critical',
  waiting: 'info',
  'looking-back': 'medium',
  learning: 'medium',
  watching: 'good',
} as const;
const WORST = ['critical', 'high', 'medium', 'low', 'informational'];

/** How a behaviour rule stands; while it learns also until when, and while it looks back how far it is. */
export const StateText = ({ rule }: { readonly rule: Pick<Row, 'state' | 'learningUntil' | 'lookBack'> }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const title = lookBackText(t, rule) ?? untilText(t, rule, zone);
  return (
    <StateDot tone={TONE[rule.state]}>
      <span title={title}>
        {t(`baselines.states.${rule.state}`)}
        {rule.lookBack && <span className="soft"> {lookBackPercent(rule.lookBack)}%</span>}
      </span>
    </StateDot>
  );
};

/** How far the look at kept logs is; below 100 until the rule takes part. */
const lookBackPercent = ({ done, of }: NonNullable<Row['lookBack']>): number =>
  of === 0 ? 0 : Math.min(99, Math.floor((done / of) * 100));

/** How far the look at kept logs is, in words; undefined when there is none. */
export const lookBackText = (t: TFunction, { lookBack }: Pick<Row, 'lookBack'>): string | undefined =>
  lookBack === null
    ? undefined
    : t('baselines.lookBackHint', { done: formatCount(lookBack.done), of: formatCount(lookBack.of) });

/** Until when it learns; '' when it does not. */
export const untilText = (t: TFunction, { learningUntil }: Pick<Row, 'learningUntil'>, zone: Zone): string =>
  learningUntil === null ? '' : t('baselines.learningUntil', { at: formatTime(Date.parse(learningUntil), zone) });

/** Of whom a rule learns. */
export const whomText = (t: TFunction, { groupBy }: Pick<Row, 'groupBy'>): string =>
  groupBy.length === 0 ? t('baselines.everything') : groupBy.join(', ');

const nameColumns = (t: TFunction, writes: boolean, language: string): readonly Column<Row>[] => [
  shownColumn(
    'enabled',
    t('baselines.enabled'),
    (row) => (row.enabled ? t('common.yes') : t('common.no')),
    (row) => <BaselineSwitch rule={row} writes={writes} />,
    { width: 70 },
  ),
  shownColumn(
    'level',
    t('baselines.level'),
    (row) => WORST.indexOf(row.level),
    (row) => <SeverityTag severity={row.level} />,
    { width: 92 },
  ),
  shownColumn(
    'title',
    t('baselines.title'),
    (row) => ruleTitle(row, language),
    (row) => <span title={ruleTitle(row, language)}>{ruleTitle(row, language)}</span>,
    { clip: 'clip' },
  ),
  textColumn('type', t('baselines.type'), (row) => t(`baselines.types.${row.type}`), { width: 120 }),
  shownColumn(
    'whom',
    t('baselines.whom'),
    (row) => whomText(t, row),
    (row) => <span className={row.groupBy.length === 0 ? 'soft' : 'mono'}>{whomText(t, row)}</span>,
    { width: 104, clip: 'clip' },
  ),
];

const stateColumns = (t: TFunction): readonly Column<Row>[] => [
  shownColumn(
    'state',
    t('baselines.state'),
    (row) => t(`baselines.states.${row.state}`),
    (row) => <StateText rule={row} />,
    { width: 132 },
  ),
  shownColumn(
    'entities',
    t('baselines.entities'),
    (row) => row.entities,
    (row) => formatCount(row.entities),
    {
      width: 84,
      align: 'right',
    },
  ),
  shownColumn(
    'memory',
    t('baselines.memory'),
    (row) => row.bytes,
    (row) => formatBytes(row.bytes),
    {
      width: 88,
      align: 'right',
    },
  ),
  shownColumn(
    'told',
    t('baselines.told24h'),
    (row) => row.told24h,
    (row) => (row.told24h === 0 ? <span className="faint">0</span> : <strong>{formatCount(row.told24h)}</strong>),
    { width: 102, align: 'right' },
  ),
  shownColumn(
    'last',
    t('baselines.lastTold'),
    (row) => row.lastTold ?? '',
    (row) => <AgoText at={row.lastTold} />,
    {
      width: 92,
    },
  ),
];

/** Columns of the list of behaviour rules. */
export const useBaselineColumns = (writes: boolean): readonly Column<Row>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => [...nameColumns(t, writes, language), ...stateColumns(t)], [t, writes, language]);
};
