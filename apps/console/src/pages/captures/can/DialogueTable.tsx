import type { CanDialogueRow } from '@chedun/captures/contract';
import { Button, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canDialogues } from '../../../api/captures.ts';
import { monoColumn, shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { Chip } from '../../../ui/Tags.tsx';
import { ServerTable } from '../ServerTable.tsx';
import type { CanTrace } from './useWindow.ts';
import { dialogueTitle } from './uds.ts';

const KINDS = ['uds', 'j1939', 'fault'] as const;
type Kind = (typeof KINDS)[number];

const ROLE_TONE = { request: 'primary', response: 'good', negative: 'critical' } as const;

const columnsOf = (
  t: TFunction,
  first: number,
  onMoment: (second: number) => void,
): readonly Column<CanDialogueRow>[] => [
  shownColumn(
    'time',
    t('can.time'),
    (row) => (row.timeS - first).toFixed(6),
    (row) => (
      <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onMoment(row.timeS - first)}>
        {(row.timeS - first).toFixed(4)}
      </Button>
    ),
    { width: 110, align: 'right' },
  ),
  textColumn('channel', t('can.channel'), (row) => row.channel, { width: 80, clip: 'clip' }),
  monoColumn('id', t('can.id'), (row) => row.idHex, { width: 96 }),
  textColumn('kind', t('can.protocol'), (row) => t(`can.dialogueOf.${row.kind}`), { width: 96 }),
  shownColumn(
    'role',
    t('can.role'),
    (row) => (row.role === '' ? '' : t(`can.roleOf.${row.role}`)),
    (row) => (row.role === '' ? null : <Chip tone={ROLE_TONE[row.role]}>{t(`can.roleOf.${row.role}`)}</Chip>),
    { width: 104 },
  ),
  textColumn('title', t('can.service'), (row) => dialogueTitle(t, row), { clip: 'clip' }),
  textColumn('detail', t('can.detail'), (row) => row.detail, { clip: 'clip' }),
  textColumn('length', t('can.length'), (row) => row.length, { width: 60, align: 'right' }),
  monoColumn('data', t('can.data'), (row) => row.data, { width: 210, clip: 'clip' }),
];

interface DialogueTableProps {
  readonly trace: CanTrace;
  readonly onMoment: (second: number) => void;
}

/** Diagnostic dialogues and transported messages, put together from their frames. */
export const DialogueTable = ({ trace, onMoment }: DialogueTableProps) => {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind>();
  const columns = useMemo(() => columnsOf(t, trace.first, onMoment), [t, trace, onMoment]);
  return (
    <ServerTable
      name={['can-dialogues', trace.capture.id, trace.capture.analysedAt]}
      load={(query, signal) => canDialogues(trace.capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'time', rising: ['time'] }}
      query={{ kind }}
      find={t('can.findDialogue')}
      filters={
        <Select<Kind | null>
          allowClear
          placeholder={t('can.protocol')}
          aria-label={t('can.protocol')}
          style={{ width: 150 }}
          options={KINDS.map((value) => ({ value, label: t(`can.dialogueOf.${value}`) }))}
          value={kind ?? null}
          onChange={(value) => setKind(value ?? undefined)}
        />
      }
      empty={{ title: t('can.noDialogues'), hint: t('can.noDialoguesHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${trace.capture.id}-dialogues`}
      minWidth={1120}
    />
  );
};
