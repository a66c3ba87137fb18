import type { FeedState, IndicatorState, TlpLevel } from '@chedun/intel/contract';
import { useTranslation } from 'react-i18next';
import { Chip, StateDot } from '../../ui/Tags.tsx';

const STATE_TONE: Readonly<Record<IndicatorState, string>> = {
  active: 'good',
  expired: 'info',
  'not-yet': 'low',
  revoked: 'info',
  disabled: 'medium',
  'feed-off': 'info',
};

/** Whether an indicator is compared, and why not. */
export const IndicatorStateChip = ({ state }: { readonly state: IndicatorState }) => {
  const { t } = useTranslation();
  return <StateDot tone={STATE_TONE[state]}>{t(`intel.state.${state}`)}</StateDot>;
};

const FEED_TONE: Readonly<Record<FeedState, string>> = {
  off: 'info',
  never: 'low',
  running: 'low',
  fresh: 'good',
  stale: 'medium',
  failed: 'critical',
};

/** How a feed does. */
export const FeedStateDot = ({ state }: { readonly state: FeedState }) => {
  const { t } = useTranslation();
  return <StateDot tone={FEED_TONE[state]}>{t(`intel.feedState.${state}`)}</StateDot>;
};

const TLP_TONE: Readonly<Record<TlpLevel, string>> = {
  clear: 'info',
  green: 'good',
  amber: 'medium',
  'amber+strict': 'medium',
  red: 'critical',
};

/** How far an indicator may be passed on. */
export const TlpChip = ({ tlp }: { readonly tlp: TlpLevel }) => {
  const { t } = useTranslation();
  return (
    <Chip tone={TLP_TONE[tlp]} title={`TLP:${tlp.toUpperCase()}`}>
      {t(`intel.tlp.${tlp}`)}
    </Chip>
  );
};
