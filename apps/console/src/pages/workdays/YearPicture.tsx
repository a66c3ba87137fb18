import type { YearDetail } from '@chedun/workdays/contract';
import { Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { monthGrid, type GridDay } from './monthGrid.ts';

const MONTHS = Array.from({ length: 12 }, (_, month) => month);
/** A Monday, to name the days of the week. */
const MONDAY = Date.UTC(2026, 5, 1);

/** A year month by month: holidays, days made up, and today. */
export const YearPicture = ({ year, today }: { readonly year: YearDetail; readonly today: string }) => {
  const { language } = usePreferences();
  const marked = useMemo(() => new Map(year.days.map((day) => [day.date, day])), [year]);
  const nameOf = (at: number, part: 'month' | 'weekday'): string =>
    new Intl.DateTimeFormat(language, {
      timeZone: 'UTC',
      ...(part === 'month' ? { month: 'long' } : { weekday: 'narrow' }),
    }).format(at);
  return (
    <div className="year-picture">
      {MONTHS.map((month) => (
        <table key={month} className="month-picture">
          <caption>{nameOf(Date.UTC(year.year, month, 1), 'month')}</caption>
          <thead>
            <tr>
              {Array.from({ length: 7 }, (_, n) => (
                <th key={n} scope="col">
                  {nameOf(MONDAY + n * 86_400_000, 'weekday')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {monthGrid(year.year, month, marked).map((week, n) => (
              <tr key={n}>
                {week.map((day, column) => (
                  <DayCell key={column} day={day} isToday={day?.date === today} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
};

const DayCell = ({ day, isToday }: { readonly day: GridDay | undefined; readonly isToday: boolean }) => {
  const { t } = useTranslation();
  if (day === undefined) return <td />;
  const isMarked = day.kind === 'holiday' || day.kind === 'make-up';
  const title = `${day.date} ${t(`workdays.kinds.${day.kind}`)}${day.name === '' ? '' : ` · ${day.name}`}`;
  const cell = (
    <span className="day" data-kind={day.kind} data-today={isToday || undefined}>
      {day.number}
    </span>
  );
  return <td>{isMarked || isToday ? <Tooltip title={title}>{cell}</Tooltip> : cell}</td>;
};
