import type { CourseLine, Person } from '@chedun/training/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Dropdown } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adoptBank, listBanks, listPeople, trainingOverview } from '../../api/training.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { StateChip } from './StateChip.tsx';

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

const Banks = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
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
    <Dropdown menu={{ items }}>
      <Button type="primary" loading={adopt.isPending}>
        {t('training.adopt')}
      </Button>
    </Dropdown>
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
      <Panel title={t('training.tabs.courses')} body="flush" extra={<Banks />}>
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
            <EmptyState title={t('training.coursesEmpty')} hint={t('training.coursesEmptyHint')} action={<Banks />} />
          }
        />
      </Panel>
      {assigning !== undefined && <AssignDialog course={assigning} onClose={() => setAssigning(undefined)} />}
      {shown !== undefined && <People course={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
};

const peopleColumns = (t: TFunction): readonly Column<Person>[] => [
  textColumn('person', t('training.person'), ({ person }) => person.name),
  shownColumn(
    'state',
    t('training.stateTitle'),
    ({ state }) => t(`training.state.${state}`),
    ({ state }) => <StateChip state={state} />,
    { width: 110 },
  ),
  textColumn('due', t('training.due'), ({ dueBy }) => dueBy ?? '', { width: 120 }),
  textColumn('score', t('training.score'), ({ lastScore }) => lastScore ?? '', { width: 100, align: 'right' }),
  textColumn('valid', t('training.validTo'), ({ validTo }) => validTo ?? '', { width: 120 }),
];

const People = ({ course, onClose }: { readonly course: CourseLine; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => peopleColumns(t), [t]);
  const { data, error, refetch } = useQuery({
    queryKey: ['training', 'people', course.id],
    queryFn: ({ signal }) => listPeople(course.id, signal),
  });
  return (
    <Drawer open size={720} onClose={onClose} title={`${t('training.peopleOf')} · ${course.title}`}>
      <DataTable
        columns={columns}
        rows={data?.items}
        rowKey={({ person }) => person.id}
        error={error}
        onRetry={() => void refetch()}
        sorting="browser"
        exportName="course-people"
        empty={<EmptyState size="small" title={t('training.mineEmpty')} hint={t('training.coursesEmptyHint')} />}
      />
    </Drawer>
  );
};
