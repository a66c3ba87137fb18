import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { generalReason, placeIn } from '../../lib/quarantine.ts';
import type { QuarantineEntry as Entry } from '../../lib/quarantine.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const STATUS_TONE = { waiting: 'medium', replayed: 'good', discarded: 'info' } as const;

/** Columns of the quarantine. */
export const useQuarantineColumns = (): readonly Column<Entry>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const placeOf = ({ place }: Entry): string => {
    const known = placeIn(place);
    return known === undefined ? (place ?? '') : t(`quarantine.placeOf.${known.unit}`, { at: formatCount(known.at) });
  };
  const right = { align: 'right' } as const;
  return [
    shownColumn(
      'at',
      t('quarantine.at'),
      (row) => row.at,
      (row) => <TimeText at={row.at} />,
      { width: 160 },
    ),
    monoColumn('source', t('quarantine.source'), (row) => row.source, { width: 140, clip: 'clip' }),
    textColumn('reason', t('quarantine.reason'), (row) => generalReason(textIn(row.reason, language)), {
      clip: 'clip',
    }),
    textColumn('place', t('quarantine.place'), placeOf, { width: 130, clip: 'clip' }),
    shownColumn(
      'count',
      t('quarantine.count'),
      (row) => row.count,
      (row) => formatCount(row.count),
      { width: 90, ...right },
    ),
    shownColumn(
      'size',
      t('quarantine.size'),
      (row) => row.size,
      (row) => formatBytes(row.size),
      { width: 90, ...right },
    ),
    shownColumn(
      'status',
      t('quarantine.status'),
      (row) => t(`quarantine.statusOf.${row.status}`),
      (row) => <Chip tone={STATUS_TONE[row.status]}>{t(`quarantine.statusOf.${row.status}`)}</Chip>,
      { width: 110 },
    ),
  ];
};
