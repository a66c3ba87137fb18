import type { Capture, V2xVerdictRow } from '@chedun/captures/contract';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { v2xVerdicts } from '../../../api/captures.ts';
import { textIn } from '../../../api/problem.ts';
import type { Language } from '../../../api/problem.ts';
import { usePreferences } from '../../../app/preferences.ts';
import { millis } from '../../../lib/time.ts';
import { monoColumn, shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { ServerTable } from '../ServerTable.tsx';

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

const columnsOf = (t: TFunction, language: Language): readonly Column<V2xVerdictRow>[] => [
  shownColumn(
    'at',
    t('scene.moment'),
    (row) => row.at,
    (row) => <TimeText at={row.at} precise="millisecond" />,
    { width: 190, serverSort: 'at' },
  ),
  monoColumn('sender', t('scene.sender'), (row) => row.sender, { width: 170, clip: 'clip', serverSort: 'sender' }),
  textColumn('rule', t('scene.verdict'), (row) => textIn(row.title, language), { clip: 'clip', serverSort: 'rule' }),
  textColumn('observed', t('scene.observed'), (row) => `${rounded(row.observed)} ${row.unit}`, {
    width: 130,
    align: 'right',
  }),
  textColumn('limit', t('scene.limit'), (row) => `${rounded(row.limit)} ${row.unit}`, { width: 130, align: 'right' }),
  monoColumn('other', t('scene.other'), (row) => row.other, { width: 150, clip: 'clip' }),
  shownColumn(
    'suspicion',
    t('scene.suspicion'),
    (row) => row.suspicion,
    (row) => row.suspicion.toFixed(2),
    { width: 96, align: 'right', serverSort: 'suspicion' },
  ),
];

interface VerdictTableProps {
  readonly capture: Capture;
  readonly sender: string | undefined;
  readonly onJump: (atMs: number, sender: string) => void;
  readonly onSender: (sender: string | undefined) => void;
}

/** What the detectors said, in the order of time; a click shows the moment in the scene. */
export const VerdictTable = ({ capture, sender, onJump, onSender }: VerdictTableProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const columns = useMemo(() => columnsOf(t, language), [t, language]);
  return (
    <ServerTable
      name={['v2x-verdicts', capture.id, capture.analysedAt]}
      load={(query, signal) => v2xVerdicts(capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'at', rising: ['at', 'sender', 'rule'] }}
      query={{ sender }}
      find={t('scene.findVerdict')}
      filters={
        sender === undefined ? (
          <span className="faint">{t('scene.verdictHint')}</span>
        ) : (
          <Button size="small" onClick={() => onSender(undefined)}>
            {t('scene.onlySender', { sender })}
          </Button>
        )
      }
      onRow={(row) => onJump(millis(row.at), row.sender)}
      empty={{ title: t('scene.noVerdicts'), hint: t('scene.noVerdictsHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-verdicts`}
      minWidth={1080}
    />
  );
};
