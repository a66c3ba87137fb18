import type { CourseLine } from '@chedun/training/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adoptBank, listBanks, trainingOverview } from '../../api/training.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { CourseFormDialog } from './CourseFormDialog.tsx';
import { KeepCourseDrawer } from './KeepCourseDrawer.tsx';

const columnsOf = (t: TFunction, onAssign: (course: CourseLine) => void): readonly Column<CourseLine>[] => [
  textColumn('title', t('training.course'), ({ title }) => title),
  textColumn('questions', t('training.questions'), ({ questions }) => questions, { width: 90, align: 'right' }),
  textColumn('assigned', t('training.assigned'), ({ counts }) => counts.assigned, { width: 90, align: 'right' }),
  textColumn('passed', t('training.passed'), ({ counts }) => counts.passed, { width: 90, align: 'right' }),
  shownColumn(
    'overdue',
    t('training.overdue'),
    ({ counts }) => counts.overdue,
    ({ counts }) => (
      <span className="chip" data-tone={counts.overdue > 0 ? 'critical' : 'good'}>
        {counts.overdue}
      </span>
    ),
    { width: 90, align: 'right' },
  ),
  textColumn('mean', t('training.mean'), ({ counts }) => counts.meanScore ?? '', { width: 110, align: 'right' }),
  {
    key: 'assign',
    title: '',
    width: 100,
    render: (course) => (
      <Button
        size="small"
        onClick={(event) => {
          event.stopPropagation();
          onAssign(course);
        }}
      >
        {t('training.assign')}
      </Button>
    ),
  },
];

const MakeCourse = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const banks = useQuery({ queryKey: ['training', 'banks'], queryFn: ({ signal }) => listBanks(signal) });
  const adopt = useMutation({
    mutationFn: adoptBank,
    onSuccess: async ({ title }) => {
      say.done(t('training.adopted', { title }));
      await client.invalidateQueries({ queryKey: ['training'] });
    },
    onError: say.problem,
  });
  const items = (banks.data?.items ?? []).map(({ id, title }) => ({
    key: id,
    label: title,
    onClick: () => adopt.mutate(id),
  }));
  return (
    <>
      <Button onClick={() => setMaking(true)}>{t('training.newCourse')}</Button>
      <Dropdown menu={{ items }}>
        <Button type="primary" loading={adopt.isPending}>
          {t('training.adopt')}
        </Button>
      </Dropdown>
      {making && <CourseFormDialog course={undefined} onClose={() => setMaking(false)} />}
    </>
  );
};

/** Courses, who has to take them, and how many have passed. */
export const CoursesTab = () => {
  const { t } = useTranslation();
  const [assigning, setAssigning] = useState<CourseLine>();
  const [shown, setShown] = useState<CourseLine>();
  const columns = useMemo(() => columnsOf(t, setAssigning), [t]);
  const { data, error, refetch } = useQuery({
    queryKey: ['training', 'overview'],
    queryFn: ({ signal }) => trainingOverview(signal),
  });
  return (
    <div className="stack">
      {data !== undefined && (
        <div className="kpis">
          <Kpi label={t('training.people')} value={data.people} />
          <Kpi
            label={t('training.unassigned')}
            value={data.unassigned}
            tone={data.unassigned > 0 ? 'medium' : 'good'}
          />
        </div>
      )}
      <Panel title={t('training.tabs.courses')} body="flush" extra={<MakeCourse />}>
        <DataTable
          columns={columns}
          rows={data?.courses}
          rowKey={({ id }) => id}
          error={error}
          onRetry={() => void refetch()}
          sorting="browser"
          exportName="courses"
          onRow={setShown}
          empty={
            <EmptyState
              title={t('training.coursesEmpty')}
              hint={t('training.coursesEmptyHint')}
              action={<MakeCourse />}
            />
          }
        />
      </Panel>
      {assigning !== undefined && <AssignDialog course={assigning} onClose={() => setAssigning(undefined)} />}
      {shown !== undefined && <KeepCourseDrawer line={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
};
