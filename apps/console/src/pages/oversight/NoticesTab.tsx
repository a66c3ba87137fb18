import { NoticeKind, oversightPermissions, type NoticeLine, type NoticeQuery } from '@chedun/oversight/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listNotices } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { KindChip } from './parts.tsx';
import { SendDialog } from './SendDialog.tsx';

const STATES = ['open', 'overdue', 'done', 'all'] as const;

const useColumns = (): Column<NoticeLine>[] => {
  const { t } = useTranslation();
  return [
    monoColumn('number', t('oversight.notice.number'), ({ number }) => number, { width: 130 }),
    shownColumn(
      'kind',
      t('oversight.notice.kind'),
      ({ kind }) => t(`oversight.notice.kinds.${kind}`),
      ({ kind, colour }) => <KindChip kind={kind} colour={colour} />,
      { width: 130 },
    ),
    textColumn('title', t('oversight.notice.title'), ({ title }) => title),
    textColumn('due', t('oversight.notice.due'), ({ dueOn }) => dueOn ?? '—', { width: 110 }),
    textColumn('firms', t('oversight.notice.firms'), ({ firms }) => firms, { width: 70 }),
    textColumn(
      'acknowledged',
      t('oversight.notice.acknowledged'),
      ({ acknowledged, firms }) => `${acknowledged}/${firms}`,
      { width: 80 },
    ),
    shownColumn(
      'answered',
      t('oversight.notice.answered'),
      ({ answered }) => answered,
      ({ answered }) => (answered === 0 ? '—' : <Chip tone="high">{answered}</Chip>),
      { width: 80 },
    ),
    textColumn('closed', t('oversight.notice.closed'), ({ closed, firms }) => `${closed}/${firms}`, { width: 80 }),
    shownColumn(
      'overdue',
      t('oversight.notice.overdue'),
      ({ overdue }) => overdue,
      ({ overdue }) => (overdue === 0 ? '—' : <Chip tone="critical">{overdue}</Chip>),
      { width: 70 },
    ),
    shownColumn(
      'issued',
      t('oversight.notice.issued'),
      ({ issuedAt }) => issuedAt,
      ({ issuedAt }) => <TimeText at={issuedAt} />,
      { width: 160 },
    ),
  ];
};

/** Notices, tasks, orders and warnings that were sent. */
export const NoticesTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay()(oversightPermissions.act);
  const [state, setState] = useState<NoticeQuery['state']>('open');
  const [kind, setKind] = useState<NoticeKind>();
  const [search, setSearch] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const list = useCursorList(
    ['oversight', 'notices', state, kind, search],
    (cursor, signal) => listNotices({ state, kind, search, cursor, limit: 50 } as Partial<NoticeQuery>, signal),
    { refetchMs: 15_000 },
  );
  const extra = (
    <>
      <Segmented<NoticeQuery['state']>
        value={state}
        options={STATES.map((value) => ({ value, label: t(`oversight.notice.states.${value}`) }))}
        onChange={setState}
      />
      <Select<NoticeKind>
        allowClear
        style={{ width: 150 }}
        placeholder={t('oversight.notice.kind')}
        aria-label={t('oversight.notice.kind')}
        options={NoticeKind.options.map((value) => ({ value, label: t(`oversight.notice.kinds.${value}`) }))}
        onChange={setKind}
      />
      <Input.Search
        allowClear
        style={{ width: 200 }}
        placeholder={t('oversight.search')}
        onSearch={(text) => setSearch(text.trim() === '' ? undefined : text.trim())}
      />
      {may && (
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('oversight.notice.send')}
        </Button>
      )}
    </>
  );
  return (
    <Panel title={t('oversight.tabs.notices')} body="flush" extra={extra}>
      <DataTable<NoticeLine>
        {...list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/oversight/notices/$id', params: { id } })}
        sorting="none"
        exportName="chedun-notices"
        minWidth={1150}
        empty={<EmptyState title={t('oversight.notice.empty')} hint={t('oversight.notice.emptyHint')} />}
      />
      {isOpen && <SendDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
};
