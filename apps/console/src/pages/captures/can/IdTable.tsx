import type { CanIdRow } from '@chedun/captures/contract';
import { Checkbox } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canIds } from '../../../api/captures.ts';
import { formatCount } from '../../../lib/format.ts';
import { shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { Sparkline } from '../../../ui/drawing/Sparkline.tsx';
import type { Span } from '../../../ui/drawing/span.ts';
import { idKeyOf, ratesById } from '../canBits.ts';
import { ServerTable } from '../ServerTable.tsx';
import type { CanTrace, WindowFrames } from './useWindow.ts';

interface IdTableProps {
  readonly trace: CanTrace;
  readonly window: Span;
  readonly loaded: WindowFrames | undefined;
  readonly picked: string | undefined;
  readonly onPick: (key: string) => void;
}

const PARTS = 40;

const milliseconds = (value: number | null): string =>
  value === null ? '–' : value < 100 ? value.toFixed(2) : formatCount(value);

type Rates = ReadonlyMap<string, readonly number[]>;

const timingColumns = (t: TFunction, rates: Rates, picked: string | undefined): readonly Column<CanIdRow>[] => [
  shownColumn(
    'id',
    t('can.id'),
    (row) => row.idHex,
    (row) => (
      <strong className="mono" style={idKeyOf(row) === picked ? { color: 'var(--primary)' } : {}}>
        {row.idHex}
      </strong>
    ),
    { width: 92, serverSort: 'id' },
  ),
  textColumn('channel', t('can.channel'), (row) => row.channel, { width: 70, clip: 'clip' }),
  textColumn('name', t('can.message'), (row) => row.name, { clip: 'clip' }),
  {
    key: 'rate',
    title: t('can.rateHere'),
    width: 118,
    render: (row) => <RateLine values={rates.get(idKeyOf(row))} label={t('can.rateOf', { id: row.idHex })} />,
  },
  textColumn('count', t('can.frameCount'), (row) => row.count, { width: 92, align: 'right', serverSort: 'count' }),
  shownColumn(
    'suspicious',
    t('can.suspicious'),
    (row) => row.suspicious,
    (row) =>
      row.suspicious === 0 ? (
        <span className="faint">0</span>
      ) : (
        <strong style={{ color: 'var(--critical)' }}>{formatCount(row.suspicious)}</strong>
      ),
    { width: 92, align: 'right', serverSort: 'suspicious' },
  ),
  shownColumn(
    'period',
    t('can.period'),
    (row) => row.periodMs ?? '',
    (row) => milliseconds(row.periodMs),
    { width: 104, align: 'right', serverSort: 'periodMs' },
  ),
  shownColumn(
    'jitter',
    t('can.jitter'),
    (row) => row.jitterMs ?? '',
    (row) => milliseconds(row.jitterMs),
    { width: 104, align: 'right', serverSort: 'jitterMs' },
  ),
];

const RateLine = ({ values, label }: { readonly values: readonly number[] | undefined; readonly label: string }) =>
  values === undefined ? null : <Sparkline values={values} label={label} />;

const dataColumns = (t: TFunction): readonly Column<CanIdRow>[] => [
  textColumn('lengths', t('can.lengths'), (row) => row.lengths.join(', '), { width: 60, align: 'right' }),
  shownColumn(
    'entropy',
    t('can.entropy'),
    (row) => row.entropy,
    (row) => row.entropy.toFixed(2),
    { width: 66, align: 'right', serverSort: 'entropy' },
  ),
  {
    key: 'bytes',
    title: t('can.byteChange'),
    width: 124,
    render: (row) => <ByteStrip shares={row.byteChange} label={t('can.byteChangeOf', { id: row.idHex })} />,
  },
  shownColumn(
    'data',
    t('can.lastData'),
    (row) => row.lastData,
    (row) => <span className="mono">{spaced(row.lastData)}</span>,
    { width: 190, clip: 'clip' },
  ),
];

const spaced = (hex: string): string => hex.replaceAll(/(..)(?=.)/g, '$1 ');

const CELL = 12;

/** The bytes of an identifier: the fuller, the more often a byte changes. */
const ByteStrip = ({ shares, label }: { readonly shares: readonly number[]; readonly label: string }) => (
  <svg width={8 * (CELL + 2)} height="14" role="img" aria-label={label}>
    {shares.slice(0, 8).map((share, index) => (
      <rect
        key={index}
        x={index * (CELL + 2)}
        y="1"
        width={CELL}
        height="12"
        rx="2"
        fill={share === 0 ? 'var(--line)' : 'var(--primary)'}
        opacity={share === 0 ? 1 : 0.2 + 0.8 * Math.sqrt(share)}
      />
    ))}
  </svg>
);

/** The identifiers of the bus over the whole recording; the small pictures show the window. */
export const IdTable = ({ trace, window, loaded, picked, onPick }: IdTableProps) => {
  const { t } = useTranslation();
  const [onlySuspicious, setOnlySuspicious] = useState(false);
  const rates = useMemo(() => ratesById(loaded?.frames ?? [], coveredBy(loaded, window), PARTS), [loaded, window]);
  const columns = useMemo(() => [...timingColumns(t, rates, picked), ...dataColumns(t)], [t, rates, picked]);
  return (
    <ServerTable
      name={['can-ids', trace.capture.id, trace.capture.analysedAt]}
      load={(query, signal) => canIds(trace.capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'id', rising: ['id', 'periodMs'] }}
      query={onlySuspicious ? { suspicious: 'true' } : {}}
      find={t('can.findId')}
      filters={
        <Checkbox checked={onlySuspicious} onChange={({ target }) => setOnlySuspicious(target.checked)}>
          {t('can.onlySuspiciousIds')}
        </Checkbox>
      }
      onRow={(row) => onPick(idKeyOf(row))}
      empty={{ title: t('can.noIds'), hint: t('can.noIdsHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${trace.capture.id}-ids`}
      minWidth={1150}
    />
  );
};

/** The part of the window that the loaded frames cover. */
const coveredBy = (loaded: WindowFrames | undefined, window: Span): Span => {
  const last = loaded?.frames.at(-1);
  return loaded?.complete === false && last !== undefined ? { from: window.from, to: last.timeS } : window;
};
