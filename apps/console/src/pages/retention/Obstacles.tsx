import type { ObstacleView } from '@chedun/retention/contract';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatTime } from '../../lib/time.ts';
import { StateDot } from '../../ui/Tags.tsx';

const AGE: ReadonlySet<ObstacleView['kind']> = new Set(['receive-clock', 'checkpoint-clock', 'uptime-ledger']);

/** Why a segment stays, in one line; all reasons on hover. */
export const Obstacles = ({ obstacles }: { readonly obstacles: readonly ObstacleView[] }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const [first] = obstacles;
  if (first === undefined) return <StateDot tone="good">{t('retention.mayGo')}</StateDot>;
  const names = obstacles.map(({ kind }) => t(`retention.obstacle.${kind}`));
  // What will not go away by itself is said first.
  const firm = obstacles.find(({ kind }) => !AGE.has(kind)) ?? first;
  const until = obstacles
    .map((each) => each.until ?? '')
    .toSorted()
    .at(-1);
  const day = until === undefined || until === '' ? '' : formatTime(Date.parse(until), zone, 'second').slice(0, 10);
  return (
    <span title={names.join('\n')}>
      <StateDot tone={AGE.has(firm.kind) ? 'info' : 'medium'}>
        {AGE.has(firm.kind) && day !== '' ? t('retention.until', { at: day }) : t(`retention.obstacle.${firm.kind}`)}
      </StateDot>
    </span>
  );
};
