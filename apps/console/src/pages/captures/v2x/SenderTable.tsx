import type { Capture, V2xSenderRow } from '@chedun/captures/contract';
import { Checkbox } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v2xSenders } from '../../../api/captures.ts';
import { formatCount } from '../../../lib/format.ts';
import { millis } from '../../../lib/time.ts';
import { shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { Chip } from '../../../ui/Tags.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { ServerTable } from '../ServerTable.tsx';
import { v2xRuleName } from './rules.ts';

const columnsOf = (t: TFunction, picked: string | undefined): readonly Column<V2xSenderRow>[] => [
  shownColumn(
    'sender',
    t('scene.sender'),
    (row) => row.sender,
    (row) => (
      <span className="mono" style={row.sender === picked ? { color: 'var(--primary)', fontWeight: 600 } : {}}>
        {row.sender}
      </span>
    ),
    { width: 180, clip: 'clip', serverSort: 'sender' },
  ),
  textColumn('class', t('scene.vehicleClass'), (row) => row.vehicleClass, { width: 150, clip: 'clip' }),
  textColumn('messages', t('scene.messages'), (row) => row.messages, {
    width: 90,
    align: 'right',
    serverSort: 'messages',
  }),
  shownColumn(
    'misbehaving',
    t('scene.misbehaving'),
    (row) => row.misbehaving,
    (row) => <BadCount count={row.misbehaving} />,
    { width: 96, align: 'right' },
  ),
  shownColumn(
    'suspicion',
    t('scene.suspicion'),
    (row) => row.suspicion,
    (row) => row.suspicion.toFixed(2),
    { width: 96, align: 'right', serverSort: 'suspicion' },
  ),
  shownColumn(
    'rules',
    t('scene.verdict'),
    (row) => row.rules.map((rule) => v2xRuleName(t, rule)).join(' '),
    (row) => row.rules.map((rule) => <RuleChip key={rule} name={v2xRuleName(t, rule)} />),
    { clip: 'clip' },
  ),
  textColumn(
    'speed',
    t('scene.maxSpeed'),
    (row) => (row.maxSpeedMps === null ? '–' : (row.maxSpeedMps * 3.6).toFixed(1)),
    {
      width: 110,
      align: 'right',
    },
  ),
  shownColumn(
    'first',
    t('captures.first'),
    (row) => row.first,
    (row) => <TimeText at={row.first} />,
    { width: 164, serverSort: 'first' },
  ),
];

const BadCount = ({ count }: { readonly count: number }) =>
  count === 0 ? (
    <span className="faint">0</span>
  ) : (
    <strong style={{ color: 'var(--critical)' }}>{formatCount(count)}</strong>
  );

const RuleChip = ({ name }: { readonly name: string }) => <Chip tone="critical">{name}</Chip>;

interface SenderTableProps {
  readonly capture: Capture;
  readonly picked: string | undefined;
  readonly onJump: (atMs: number, sender: string) => void;
}

/** Everybody who was heard, the most suspicious first. */
export const SenderTable = ({ capture, picked, onJump }: SenderTableProps) => {
  const { t } = useTranslation();
  const [accused, setAccused] = useState(false);
  const columns = useMemo(() => columnsOf(t, picked), [t, picked]);
  return (
    <ServerTable
      name={['v2x-senders', capture.id, capture.analysedAt]}
      load={(query, signal) => v2xSenders(capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'suspicion', rising: ['first', 'sender'] }}
      query={accused ? { misbehaving: 'true' } : {}}
      find={t('scene.findSender')}
      filters={
        <Checkbox checked={accused} onChange={({ target }) => setAccused(target.checked)}>
          {t('scene.onlyAccused')}
        </Checkbox>
      }
      onRow={(row) => onJump(millis(row.first), row.sender)}
      empty={{ title: t('scene.noSenders'), hint: t('scene.noSceneHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-senders`}
      minWidth={1120}
    />
  );
};
