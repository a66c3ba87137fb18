import { useQuery } from '@tanstack/react-query';
import { DatePicker, InputNumber, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countWorkingDays } from '../../api/workdays.ts';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

const MOST_DAYS = 500;

/** Where a limit of working days ends. */
export const CountPanel = ({ today }: { readonly today: string }) => {
  const { t } = useTranslation();
  const [from, setFrom] = useState(today);
  const [days, setDays] = useState(10);
  const [direction, setDirection] = useState<'forward' | 'back'>('forward');
  const query = { from, days, direction };
  const counted = useQuery({
    queryKey: ['workdays', 'count', query],
    queryFn: ({ signal }) => countWorkingDays(query, signal),
    placeholderData: (before) => before,
  });
  const end = counted.data;
  return (
    <Panel title={t('workdays.count')} hint={t('workdays.countAbout')}>
      <div className="row wrap" style={{ gap: 10 }}>
        <DatePicker
          value={dayjs(from)}
          allowClear={false}
          onChange={(day) => day !== null && setFrom(day.format('YYYY-MM-DD'))}
          aria-label={t('workdays.from')}
        />
        <Segmented
          value={direction}
          onChange={setDirection}
          options={[
            { value: 'forward', label: t('workdays.forward') },
            { value: 'back', label: t('workdays.back') },
          ]}
        />
        <InputNumber
          min={0}
          max={MOST_DAYS}
          value={days}
          onChange={(value) => setDays(value ?? 0)}
          suffix={t('workdays.unit')}
          style={{ width: 150 }}
        />
        {end?.kind === 'known' && (
          <strong className="mono" data-testid="due">
            {end.date}
          </strong>
        )}
        {end?.kind === 'known' && direction === 'forward' && (
          <span className="soft">
            {t('workdays.dueAt')} <TimeText at={end.dueAt} />
          </span>
        )}
        {end?.kind === 'year-unknown' && (
          <span className="chip" data-tone="medium">
            {t('workdays.countUnknown', { year: end.year })}
          </span>
        )}
      </div>
    </Panel>
  );
};
