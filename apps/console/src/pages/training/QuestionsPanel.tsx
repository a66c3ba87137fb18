import type { Question } from '@chedun/training/contract';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { importQuestions, listQuestions, removeQuestion } from '../../api/training.ts';
import { usePreferences } from '../../app/preferences.ts';
import { textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';
import { useSay } from '../../ui/useSay.ts';

const KIND = { single: 'training.single', multiple: 'training.multiple', 'true-false': 'training.judge' } as const;
const LETTERS = 'ABCDEFGH';
const letters = ({ correct }: Question): string => correct.map((place) => LETTERS.charAt(place)).join('');

const columnsOf = (t: TFunction, actions: (question: Question) => ReactNode): readonly Column<Question>[] => [
  textColumn('kind', t('training.kind'), ({ kind }) => t(KIND[kind]), { width: 70 }),
  textColumn('text', t('training.question'), ({ text }) => text),
  textColumn('correct', t('training.correct'), letters, { width: 70 }),
  textColumn('answered', t('training.answered'), ({ answered }) => answered, { width: 110, align: 'right' }),
  textColumn(
    'wrong',
    t('training.wrongRate'),
    ({ answered, wrong }) => (answered === 0 ? '' : `${Math.round((wrong / answered) * 100)} %`),
    { width: 90, align: 'right' },
  ),
  { key: 'actions', title: '', width: 80, render: actions },
];

/** Options with the right ones marked, and why. */
const Answers = ({ options, correct, explanation, basis }: Question) => {
  const { t } = useTranslation();
  return (
    <div className="stack" style={{ gap: 4 }}>
      {options.map((option, place) => (
        <span key={option} className={correct.includes(place) ? undefined : 'soft'}>
          {LETTERS.charAt(place)}. {option} {correct.includes(place) && '✓'}
        </span>
      ))}
      {explanation !== '' && <span className="soft">{explanation}</span>}
      {basis !== '' && (
        <span className="faint">
          {t('training.basis')} {basis}
        </span>
      )}
    </div>
  );
};

/** The pool of a course, with how often each question was answered wrongly. */
export const QuestionsPanel = ({ course }: { readonly course: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [importing, setImporting] = useState(false);
  const found = useInfiniteQuery({
    queryKey: ['training', 'questions', course],
    queryFn: ({ pageParam, signal }) => listQuestions({ course, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const remove = useMutation({
    mutationFn: removeQuestion,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['training'] }),
    onError: say.problem,
  });
  const actions = (question: Question) => (
    <Popconfirm title={t('training.removeSure')} onConfirm={() => remove.mutate({ course, question: question.id })}>
      <Button size="small" type="text" danger>
        {t('common.remove')}
      </Button>
    </Popconfirm>
  );
  const bring = <Button onClick={() => setImporting(true)}>{t('training.importQuestions')}</Button>;
  return (
    <div className="stack">
      <div className="row">{bring}</div>
      <DataTable
        columns={columnsOf(t, actions)}
        rows={found.data?.pages.flatMap(({ items }) => items)}
        rowKey={({ id }) => id}
        error={found.error}
        onRetry={() => void found.refetch()}
        total={found.data?.pages[0]?.total}
        more={{
          available: found.hasNextPage,
          loading: found.isFetchingNextPage,
          load: () => void found.fetchNextPage(),
        }}
        expand={(question) => <Answers {...question} />}
        sorting="browser"
        exportName="course-questions"
        empty={
          <EmptyState
            size="small"
            title={t('training.questionsEmpty')}
            hint={t('training.questionsEmptyHint')}
            action={bring}
          />
        }
      />
      {importing && <ImportQuestions course={course} onClose={() => setImporting(false)} />}
    </div>
  );
};

const ImportQuestions = ({ course, onClose }: { readonly course: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <ImportTableDialog
      title={t('training.importQuestions')}
      about={t('training.importAbout')}
      example={t('training.importExample').replaceAll('|', ',')}
      send={(file) => importQuestions({ course, file })}
      refreshes={['training']}
      taken={({ rows, taken, known, refused }) =>
        t('organisation.imported', { rows, taken, known, refused: refused.length })
      }
      refusal={({ row, column, value, text }) =>
        t('organisation.refusedRow', { row, column, value, text: textIn(text, language) })
      }
      onClose={onClose}
    />
  );
};
