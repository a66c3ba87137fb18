import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../app/preferences.ts';
import { ago, formatTime, millis } from '../lib/time.ts';
import { useNow } from './useNow.ts';

type Moment = number | string | null | undefined;

const NONE = '—';

/** A moment as date and time of the zone that the person chose. */
export const TimeText = ({
  at,
  precise = 'second',
}: {
  readonly at: Moment;
  readonly precise?: 'second' | 'millisecond';
}) => {
  const { zone } = usePreferences();
  if (at === null || at === undefined) return <span className="faint">{NONE}</span>;
  return <span className="nowrap">{formatTime(millis(at), zone, precise)}</span>;
};

/** How long ago, with the exact moment on hover. */
export const AgoText = ({ at }: { readonly at: Moment }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const now = useNow(10_000);
  if (at === null || at === undefined) return <span className="faint">{NONE}</span>;
  const { unit, count } = ago(millis(at), now);
  return (
    <Tooltip title={formatTime(millis(at), zone)}>
      <span className="nowrap">{t(`ago.${unit}`, { count })}</span>
    </Tooltip>
  );
};
