import type { Hunt } from '@chedun/hunt/contract';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { huntTitle, secondsOf, stateTone } from '../../lib/hunts.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useNow } from '../../ui/useNow.ts';

/** State of a hunt, with its progress while it runs. */
export const HuntStateView = ({ hunt }: { readonly hunt: Pick<Hunt, 'state' | 'progress'> }) => {
  const { t } = useTranslation();
  return hunt.state === 'running' ? (
    <Progress percent={Math.round(hunt.progress * 100)} size="small" style={{ margin: 0 }} />
  ) : (
    <StateDot tone={stateTone(hunt.state)}>{t(`hunt.states.${hunt.state}`)}</StateDot>
  );
};

/** Columns of the list of hunts. */
export const useHuntColumns = (): readonly Column<Hunt>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const now = useNow(5_000);
  const titleOf = (row: Hunt): string => huntTitle(row, language) || t('hunt.manyRules', { count: row.rules });
  return [
    shownColumn(
      'at',
      t('hunt.asked'),
      (row) => row.startedAt,
      (row) => <TimeText at={row.startedAt} />,
      { width: 168 },
    ),
    textColumn('rule', t('hunt.rule'), titleOf, { clip: 'clip' }),
    textColumn('kind', t('hunt.kind'), (row) => t(`hunt.kinds.${row.kind}`), { width: 110 }),
    shownColumn(
      'range',
      t('hunt.range'),
      (row) => `${row.from} – ${row.to}`,
      (row) => (
        <span className="nowrap">
          <TimeText at={row.from} /> – <TimeText at={row.to} />
        </span>
      ),
      { width: 310 },
    ),
    shownColumn(
      'state',
      t('hunt.state'),
      (row) => t(`hunt.states.${row.state}`),
      (row) => <HuntStateView hunt={row} />,
      { width: 130 },
    ),
    shownColumn(
      'hits',
      t('hunt.hits'),
      (row) => row.hits,
      (row) => formatCount(row.hits),
      { width: 90, align: 'right' },
    ),
    shownColumn(
      'took',
      t('hunt.took'),
      (row) => secondsOf(row, now),
      (row) => t('hunt.seconds', { count: secondsOf(row, now) }),
      { width: 90, align: 'right' },
    ),
    textColumn('by', t('hunt.by'), (row) => row.startedBy, { width: 110, clip: 'clip' }),
  ];
};
