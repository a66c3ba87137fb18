import type { Assignment, Course, CourseLine } from '@chedun/training/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Popconfirm, Skeleton, Tabs } from 'antd';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { closeCourse, getCourse, withdrawAssignment } from '../../api/training.ts';
import { textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { MarkdownText } from '../../ui/MarkdownText.tsx';
import { useSay } from '../../ui/useSay.ts';
import { CourseFormDialog } from './CourseFormDialog.tsx';
import { CoursePeople } from './CoursePeople.tsx';
import { QuestionsPanel } from './QuestionsPanel.tsx';

/** A course as its keeper sees it: who has passed, whom it is given to, its questions and its material. */
export const KeepCourseDrawer = ({ line, onClose }: { readonly line: CourseLine; readonly onClose: () => void }) => {
  const [changing, setChanging] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['training', 'course', line.id],
    queryFn: ({ signal }) => getCourse(line.id, signal),
  });
  return (
    <Drawer
      open
      size={900}
      onClose={onClose}
      title={line.title}
      extra={data !== undefined && !data.isClosed && <Actions course={data} onChange={() => setChanging(true)} />}
    >
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active paragraph={{ rows: 8 }} />}
      {data !== undefined && <Parts course={data} />}
      {changing && <CourseFormDialog course={data} onClose={() => setChanging(false)} />}
    </Drawer>
  );
};

const Parts = ({ course }: { readonly course: Course }) => {
  const { t } = useTranslation();
  const material =
    course.material === '' ? (
      <EmptyState size="small" title={t('training.noMaterial')} hint={t('training.noMaterialHint')} />
    ) : (
      <MarkdownText text={course.material} />
    );
  return (
    <Tabs
      items={[
        { key: 'people', label: t('training.peopleOf'), children: <CoursePeople course={course.id} /> },
        { key: 'assignments', label: t('training.assignments'), children: <Assignments course={course} /> },
        { key: 'questions', label: t('training.questionPool'), children: <QuestionsPanel course={course.id} /> },
        { key: 'material', label: t('training.material'), children: material },
      ]}
    />
  );
};

const Actions = ({ course, onChange }: { readonly course: Course; readonly onChange: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const close = useMutation({
    mutationFn: closeCourse,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['training'] }),
    onError: say.problem,
  });
  return (
    <div className="row">
      <Button onClick={onChange}>{t('training.changeCourse')}</Button>
      <Popconfirm title={t('training.closeSure')} onConfirm={() => close.mutate(course.id)}>
        <Button danger loading={close.isPending}>
          {t('training.closeCourse')}
        </Button>
      </Popconfirm>
    </div>
  );
};

const columnsOf = (t: TFunction, actions: (each: Assignment) => ReactNode): readonly Column<Assignment>[] => [
  textColumn('to', t('training.assignedTo'), ({ role, person }) =>
    role === null ? (person?.name ?? '') : t(`role.${role}`),
  ),
  textColumn('due', t('training.due'), ({ due }) => due, { width: 140 }),
  { key: 'actions', title: '', width: 110, render: actions },
];

const Assignments = ({ course }: { readonly course: Course }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: withdrawAssignment,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['training'] }),
    onError: say.problem,
  });
  const actions = ({ id }: Assignment) =>
    !course.isClosed && (
      <Popconfirm
        title={t('training.withdrawSure')}
        onConfirm={() => withdraw.mutate({ course: course.id, assignment: id })}
      >
        <Button size="small">{t('training.withdraw')}</Button>
      </Popconfirm>
    );
  return (
    <DataTable
      columns={columnsOf(t, actions)}
      rows={course.assignments}
      rowKey={({ id }) => id}
      sorting="browser"
      empty={<EmptyState size="small" title={t('training.noAssignment')} hint={t('training.noAssignmentHint')} />}
    />
  );
};
