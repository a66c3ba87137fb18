import { ClockCircleOutlined } from '@ant-design/icons';
import { Button, DatePicker, Popover } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../app/preferences.ts';
import { fromPicker, toPicker } from '../lib/picker.ts';
import { ROLLING_WINDOWS } from '../lib/range.ts';
import type { TimeRange } from '../lib/range.ts';
import { formatTime } from '../lib/time.ts';

interface TimeRangePickerProps {
  readonly value: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

/** Picks a rolling window or two fixed moments. */
export const TimeRangePicker = ({ value, onChange }: TimeRangePickerProps) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const [open, setOpen] = useState(false);
  const choose = (range: TimeRange): void => {
    setOpen(false);
    onChange(range);
  };
  const label =
    value.kind === 'rolling'
      ? t(`range.${value.last}`)
      : `${formatTime(value.from, zone)} – ${formatTime(value.to, zone)}`;
  const content = (
    <div className="stack" style={{ width: 356 }}>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 6 }}>
        {ROLLING_WINDOWS.map((last) => (
          <Button
            key={last}
            size="small"
            type={value.kind === 'rolling' && value.last === last ? 'primary' : 'default'}
            onClick={() => choose({ kind: 'rolling', last })}
          >
            {t(`range.${last}`)}
          </Button>
        ))}
      </div>
      <DatePicker.RangePicker
        showTime
        value={value.kind === 'fixed' ? [dayjs(toPicker(value.from, zone)), dayjs(toPicker(value.to, zone))] : null}
        onChange={(ends) => {
          const from = ends?.[0]?.valueOf();
          const to = ends?.[1]?.valueOf();
          if (from === undefined || to === undefined || from >= to) return;
          choose({ kind: 'fixed', from: fromPicker(from, zone), to: fromPicker(to, zone) });
        }}
      />
    </div>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} placement="bottomRight" content={content}>
      <Button icon={<ClockCircleOutlined />}>{label}</Button>
    </Popover>
  );
};
