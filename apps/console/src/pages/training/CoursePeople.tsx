import type { Person } from '@chedun/training/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listPeople } from '../../api/training.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StateChip } from './StateChip.tsx';

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

/** Who has to take a course, and how far each is. */
export const CoursePeople = ({ course }: { readonly course: string }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => peopleColumns(t), [t]);
  const { data, error, refetch } = useQuery({
    queryKey: ['training', 'people', course],
    queryFn: ({ signal }) => listPeople(course, signal),
  });
  return (
    <DataTable
      columns={columns}
      rows={data?.items}
      rowKey={({ person }) => person.id}
      error={error}
      onRetry={() => void refetch()}
      sorting="browser"
      exportName="course-people"
      empty={<EmptyState size="small" title={t('training.noAssignment')} hint={t('training.noAssignmentHint')} />}
    />
  );
};
