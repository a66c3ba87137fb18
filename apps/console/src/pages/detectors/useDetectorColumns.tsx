import type { Detector } from '@chedun/watch/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { rateText } from '../../lib/detectors.ts';
import { formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { SeverityTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { DetectorStateChip } from './DetectorStateChip.tsx';
import { DetectorSwitch } from './DetectorSwitch.tsx';

type Row = Detector;

const whatColumns = (t: TFunction, writes: boolean, language: 'zh-CN' | 'en'): readonly Column<Row>[] => [
  shownColumn(
    'enabled',
    t('detectors.enabled'),
    ({ enabled }) => (enabled ? t('common.yes') : t('common.no')),
    (row) => <DetectorSwitch detector={row} writes={writes} />,
    { width: 72 },
  ),
  shownColumn(
    'level',
    t('detectors.level'),
    ({ level }) => t(`severity.${level}`),
    ({ level }) => <SeverityTag severity={level} />,
    { width: 88 },
  ),
  shownColumn(
    'title',
    t('detectors.title'),
    ({ title }) => textIn(title, language),
    ({ title, id }) => <span title={`${textIn(title, language)} · ${id}`}>{textIn(title, language)}</span>,
    { clip: 'clip' },
  ),
  shownColumn(
    'state',
    t('detectors.stateName'),
    ({ state }) => t(`detectors.state.${state}`),
    (row) => <DetectorStateChip detector={row} />,
    { width: 98 },
  ),
];

const numberColumns = (t: TFunction): readonly Column<Row>[] => [
  shownColumn(
    'day',
    t('detectors.spoken24h'),
    ({ spoken24h }) => spoken24h,
    ({ spoken24h }) => <Count count={spoken24h} />,
    { width: 104, align: 'right' },
  ),
  shownColumn(
    'total',
    t('detectors.spokenTotal'),
    ({ spokenTotal }) => spokenTotal,
    ({ spokenTotal }) => <Count count={spokenTotal} />,
    { width: 86, align: 'right' },
  ),
  shownColumn(
    'last',
    t('detectors.lastSpoken'),
    ({ lastSpoken }) => lastSpoken ?? '',
    ({ lastSpoken }) => <AgoText at={lastSpoken} />,
    { width: 104 },
  ),
  shownColumn(
    'open',
    t('detectors.open'),
    ({ alerts }) => alerts.open,
    ({ alerts }) => <Count count={alerts.open} />,
    { width: 106, align: 'right' },
  ),
  shownColumn(
    'rate',
    t('detectors.falseAlarmRate'),
    ({ falseAlarmRate }) => falseAlarmRate ?? -1,
    ({ falseAlarmRate }) => (
      <span
        className={falseAlarmRate === null ? 'faint' : ''}
        title={falseAlarmRate === null ? t('detectors.falseAlarmNone') : undefined}
      >
        {rateText(falseAlarmRate)}
      </span>
    ),
    { width: 110, align: 'right' },
  ),
];

const Count = ({ count }: { readonly count: number }) =>
  count === 0 ? <span className="faint">0</span> : <span>{formatCount(count)}</span>;

/** Columns of the list of detectors. */
export const useDetectorColumns = (
  writes: boolean,
  family: 'with-family' | 'without-family',
): readonly Column<Row>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => {
    const named = textColumn<Row>('family', t('detectors.familyName'), (row) => t(`detectors.family.${row.family}`), {
      width: 116,
    });
    return [...whatColumns(t, writes, language), ...(family === 'with-family' ? [named] : []), ...numberColumns(t)];
  }, [t, writes, language, family]);
};
