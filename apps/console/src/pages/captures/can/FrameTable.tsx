import type { CanFrameRow } from '@chedun/captures/contract';
import { Button, Checkbox } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canFrames } from '../../../api/captures.ts';
import type { Query } from '../../../api/client.ts';
import { useCursorList } from '../../../app/useCursorList.ts';
import { shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import type { Span } from '../../../ui/drawing/span.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Chip } from '../../../ui/Tags.tsx';
import { idKeyOf } from '../canBits.ts';
import { canRuleName } from './rules.ts';
import type { CanTrace } from './useWindow.ts';

interface FrameTableProps {
  readonly trace: CanTrace;
  readonly window: Span;
  readonly picked: string | undefined;
  readonly onPick: (key: string | undefined) => void;
}

const PAGE = 200;
const EMPTY_PAGES = 30;

const signalText = ({ name, value, unit, text }: CanFrameRow['signals'][number]): string =>
  `${name} = ${text ?? Math.round(value * 1e4) / 1e4}${text === null && unit !== '' ? ` ${unit}` : ''}`;

const columnsOf = (t: TFunction, first: number): readonly Column<CanFrameRow>[] => [
  textColumn('number', t('can.number'), (row) => row.number, { width: 88, align: 'right' }),
  textColumn('time', t('can.time'), (row) => (row.timeS - first).toFixed(6), { width: 116, align: 'right' }),
  textColumn('channel', t('can.channel'), (row) => row.channel, { width: 76, clip: 'clip' }),
  shownColumn(
    'id',
    t('can.id'),
    (row) => row.idHex,
    (row) => <strong className="mono">{row.idHex}</strong>,
    { width: 92 },
  ),
  textColumn('length', t('can.length'), (row) => row.length, { width: 54, align: 'right' }),
  shownColumn(
    'data',
    t('can.data'),
    (row) => row.data,
    (row) => <span className="mono">{row.kind === 'data' ? spaced(row.data) : t(`can.kindOf.${row.kind}`)}</span>,
    { width: 206, clip: 'clip' },
  ),
  shownColumn(
    'signals',
    t('can.decoded'),
    (row) => row.signals.map(signalText).join('; '),
    (row) => (
      <span title={row.signals.map(signalText).join('\n')}>
        {row.name !== '' && <strong>{row.name} </strong>}
        <span className="soft">{row.signals.map(signalText).join('  ')}</span>
      </span>
    ),
    { clip: 'clip' },
  ),
  shownColumn(
    'marks',
    t('can.verdicts'),
    (row) => row.marks.map((rule) => canRuleName(t, rule)).join(' '),
    (row) => row.marks.map((rule) => <MarkChip key={rule} name={canRuleName(t, rule)} />),
    { width: 170, clip: 'clip' },
  ),
];

const MarkChip = ({ name }: { readonly name: string }) => <Chip tone="critical">{name}</Chip>;

const spaced = (hex: string): string => hex.replaceAll(/(..)(?=.)/g, '$1 ');

/** A page with frames in it: the server may answer with none and say where the search goes on. */
const pageOf = async (id: string, query: Query, cursor: string | undefined, signal: AbortSignal) => {
  let answer = await canFrames(id, { ...query, cursor }, signal);
  for (let tries = 0; answer.items.length === 0 && answer.next !== null && tries < EMPTY_PAGES; tries += 1) {
    answer = await canFrames(id, { ...query, cursor: answer.next }, signal);
  }
  return answer;
};

/** The frames of the window, decoded where a DBC file is attached. */
export const FrameTable = ({ trace, window, picked, onPick }: FrameTableProps) => {
  const { t } = useTranslation();
  const { capture, first } = trace;
  const [suspicious, setSuspicious] = useState(false);
  const columns = useMemo(() => columnsOf(t, first), [t, first]);
  const [channel, ids] = picked === undefined ? [] : [picked.slice(0, picked.lastIndexOf('/')), idOf(picked)];
  const query = {
    fromS: first + window.from,
    toS: first + window.to,
    channel,
    ids,
    suspicious: suspicious ? 'true' : undefined,
    limit: PAGE,
  };
  const list = useCursorList(['can-frames', capture.id, capture.analysedAt, query], (cursor, signal) =>
    pageOf(capture.id, query, cursor, signal),
  );
  return (
    <>
      <div className="toolbar">
        <Checkbox checked={suspicious} onChange={({ target }) => setSuspicious(target.checked)}>
          {t('can.onlySuspicious')}
        </Checkbox>
        {ids !== undefined && (
          <Button size="small" onClick={() => onPick(undefined)}>
            {t('can.onlyId', { id: ids })}
          </Button>
        )}
        <span className="faint">{t('can.framesHint')}</span>
      </div>
      <DataTable
        {...list}
        columns={columns}
        rowKey={({ number }) => String(number)}
        sorting="none"
        onRow={(row) => onPick(picked === undefined ? idKeyOf(row) : undefined)}
        exportName={`chedun-${capture.id}-frames`}
        minWidth={1080}
        empty={<EmptyState size="small" title={t('can.noFrames')} hint={t('can.noFramesHint')} />}
      />
    </>
  );
};

const idOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
