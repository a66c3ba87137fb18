import type { LedgerEntry } from '@chedun/retention/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { retentionHours } from '../../api/retention.ts';
import { usePreferences } from '../../app/preferences.ts';
import { heatLevels, spreadHours } from '../../lib/hourHeat.ts';
import { formatTime } from '../../lib/time.ts';
import { HeatLegend, stretchesOf, useCellTitle } from './HeatStrip.tsx';

const HOUR = 3_600_000;
const DAYS = 30;
const SHOWN_GAPS = 10;

/** A month of one source: a line a day, a cell an hour; and its gaps. */
export const SourceHours = ({ entry }: { readonly entry: LedgerEntry }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const title = useCellTitle();
  const { data } = useQuery({
    queryKey: ['retention', 'hours', entry.source],
    queryFn: ({ signal }) => retentionHours(entry.source, DAYS, signal),
  });
  if (data === undefined) return <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  const from = Date.parse(data.from);
  const counts = spreadHours(data.hours, { from, to: Date.parse(data.to) });
  const levels = heatLevels(counts, from, stretchesOf(entry));
  const lines = Array.from({ length: Math.ceil(counts.length / 24) }, (_, day) => day * 24).toReversed();
  return (
    <div className="stack" style={{ padding: '4px 0 8px' }}>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <span className="faint">{t('retention.month')}</span>
        <HeatLegend />
      </div>
      <div className="heat-grid">
        {lines.map((first) => (
          <Fragment key={first}>
            <span className="faint">{formatTime(from + first * HOUR, zone, 'second').slice(5, 10)}</span>
            {Array.from({ length: 24 }, (_, hour) => (
              <span
                key={hour}
                className="heat-cell"
                data-level={levels[first + hour] ?? '0'}
                title={title(from + (first + hour) * HOUR, counts[first + hour] ?? 0)}
              />
            ))}
          </Fragment>
        ))}
      </div>
      {entry.gaps.length > 0 && (
        <div>
          <div className="faint">{t('retention.newestGaps')}</div>
          {entry.gaps
            .slice(-SHOWN_GAPS)
            .toReversed()
            .map(({ from: begin, to, hours }) => (
              <div key={begin}>
                {t('retention.gapRange', {
                  from: formatTime(Date.parse(begin), zone, 'second').slice(0, 16),
                  to: formatTime(Date.parse(to), zone, 'second').slice(0, 16),
                  count: hours,
                })}
              </div>
            ))}
        </div>
      )}
    </div>
  );
};
