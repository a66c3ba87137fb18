import { inspectionAccessPermissions, type AccessLine } from '@chedun/inspection-access/contract';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listInspections } from '../../api/inspectionAccess.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { BringButton } from './BringButton.tsx';
import { LooksTable } from './LooksTable.tsx';
import { BoxText, StateChip } from './parts.tsx';

const boxOf = ({ opened, ordered }: AccessLine) => opened ?? ordered;
const inOf = ({ inspectors }: AccessLine): number =>
  inspectors.filter(({ login, withdrawnAt }) => login !== '' && withdrawnAt === null).length;

const columnsOf = (t: TFunction): readonly Column<AccessLine>[] => [
  textColumn('number', t('inspectionAccess.number'), ({ number }) => number, { width: 140 }),
  textColumn('authority', t('inspectionAccess.authority'), ({ authority }) => authority),
  shownColumn(
    'box',
    t('inspectionAccess.box'),
    (row) => boxOf(row).from,
    (row) => <BoxText {...boxOf(row)} />,
    { width: 350 },
  ),
  shownColumn(
    'state',
    t('inspectionAccess.state'),
    ({ state }) => t(`inspectionAccess.states.${state}`),
    ({ state }) => <StateChip state={state} />,
    { width: 130 },
  ),
  textColumn(
    'people',
    t('inspectionAccess.people'),
    (row) => t('inspectionAccess.peopleIn', { count: inOf(row), all: row.inspectors.length }),
    { width: 140 },
  ),
  textColumn('looks', t('inspectionAccess.seen'), ({ looks }) => looks, { width: 80, align: 'right' }),
  textColumn('refused', t('inspectionAccess.refusedCount'), ({ refused }) => refused, { width: 80, align: 'right' }),
  textColumn('evidence', t('inspectionAccess.evidenceCount'), ({ evidence }) => evidence, {
    width: 80,
    align: 'right',
  }),
];

/** 检查接待: orders of authorities, who was let in, and who looked at what. */
export const InspectionAccessPage = () => {
  const { t } = useTranslation();
  const mayManage = useMay()(inspectionAccessPermissions.manage);
  const navigate = useNavigate();
  const columns = useMemo(() => columnsOf(t), [t]);
  const list = useCursorList(['inspection-access', 'list'], listInspections, { refetchMs: 15_000 });
  const bring = mayManage && <BringButton />;
  return (
    <div className="page stack">
      <PageHead title={t('nav.inspectionAccess')} about={t('inspectionAccess.about')} extra={bring} />
      <Panel body="flush">
        <DataTable
          {...list}
          columns={columns}
          rowKey={({ id }) => id}
          sorting="browser"
          exportName="inspections"
          minWidth={1100}
          onRow={({ id }) => void navigate({ to: '/inspection-access/$id', params: { id } })}
          empty={
            <EmptyState title={t('inspectionAccess.empty')} hint={t('inspectionAccess.emptyHint')} action={bring} />
          }
        />
      </Panel>
      {(list.rows?.length ?? 0) > 0 && <LooksTable of="enterprise" />}
    </div>
  );
};
