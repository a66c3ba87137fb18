import { trainingPermissions } from '@chedun/training/contract';
import type { Taking } from '@chedun/training/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { myTraining } from '../../api/training.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { CourseDrawer } from './CourseDrawer.tsx';
import { StateChip } from './StateChip.tsx';

const columnsOf = (t: TFunction): readonly Column<Taking>[] => [
  textColumn('title', t('training.course'), ({ title }) => title),
  shownColumn(
    'state',
    t('training.stateTitle'),
    ({ state }) => t(`training.state.${state}`),
    ({ state }) => <StateChip state={state} />,
    { width: 120 },
  ),
  textColumn('due', t('training.due'), ({ dueBy }) => dueBy ?? '', { width: 130 }),
  textColumn('left', t('training.left'), ({ attemptsLeft }) => attemptsLeft, { width: 110, align: 'right' }),
  textColumn('score', t('training.score'), ({ lastScore }) => lastScore ?? '', { width: 110, align: 'right' }),
  textColumn('certificate', t('training.certificate'), ({ certificate }) => certificate ?? '', { width: 180 }),
  textColumn('valid', t('training.validTo'), ({ validTo }) => validTo ?? '', { width: 130 }),
];

/** Courses of the reader: what is due, and what was passed. */
export const MineTab = () => {
  const { t } = useTranslation();
  const mayKeep = useMay()(trainingPermissions.write);
  const [open, setOpen] = useState<string>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const { data, error, refetch } = useQuery({
    queryKey: ['training', 'mine'],
    queryFn: ({ signal }) => myTraining(signal),
  });
  const taking = data?.items.find(({ course }) => course === open);
  return (
    <Panel body="flush">
      <DataTable
        columns={columns}
        rows={data?.items}
        rowKey={({ course }) => course}
        error={error}
        onRetry={() => void refetch()}
        sorting="browser"
        exportName="my-training"
        onRow={({ course }) => setOpen(course)}
        empty={
          mayKeep ? (
            <EmptyState
              title={t('training.mineEmpty')}
              hint={t('training.coursesEmptyHint')}
              action={
                <Link to="/training" search={{ tab: 'courses' }}>
                  <Button type="primary">{t('training.toCourses')}</Button>
                </Link>
              }
            />
          ) : (
            <EmptyState title={t('training.mineEmpty')} hint={t('training.mineEmptyHint')} />
          )
        }
      />
      {taking !== undefined && <CourseDrawer taking={taking} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
};
