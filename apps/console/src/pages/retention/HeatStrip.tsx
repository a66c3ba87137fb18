import type { LedgerEntry } from '@chedun/retention/contract';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { heatLevels, type HeatLevel } from '../../lib/hourHeat.ts';
import { formatTime } from '../../lib/time.ts';

const HOUR = 3_600_000;

/** Gaps as numbers. */
export const stretchesOf = ({ gaps }: Pick<LedgerEntry, 'gaps'>) =>
  gaps.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));

/** What a cell says when the pointer rests on it. */
export const useCellTitle = () => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  return (at: number, events: number): string => {
    const when = formatTime(at, zone, 'second').slice(0, 16);
    return events === 0
      ? t('retention.cellEmpty', { at: when })
      : t('retention.cell', { at: when, count: formatCount(events) as never });
  };
};

/** A week of a source, one cell an hour. */
export const HeatStrip = ({ entry }: { readonly entry: LedgerEntry }) => {
  const title = useCellTitle();
  const from = Date.parse(entry.stripFrom);
  const levels = heatLevels(entry.strip, from, stretchesOf(entry));
  return (
    <svg className="heat-strip" viewBox={`0 0 ${levels.length * 4} 20`} preserveAspectRatio="none" role="img">
      {levels.map((level, at) => (
        <rect key={at} x={at * 4} y={0} width={3.4} height={20} data-level={level}>
          <title>{title(from + at * HOUR, entry.strip[at] ?? 0)}</title>
        </rect>
      ))}
    </svg>
  );
};

const LEGEND: readonly (readonly [HeatLevel, 'legendNone' | 'legendGap' | 'legendMore'])[] = [
  ['0', 'legendNone'],
  ['gap', 'legendGap'],
  ['4', 'legendMore'],
];

/** What the colours mean. */
export const HeatLegend = () => {
  const { t } = useTranslation();
  return (
    <div className="heat-legend">
      {LEGEND.map(([level, name]) => (
        <span key={level}>
          <span className="heat-cell" data-level={level} />
          {t(`retention.${name}`)}
        </span>
      ))}
    </div>
  );
};
