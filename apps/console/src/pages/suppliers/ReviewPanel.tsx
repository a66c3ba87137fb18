import { dayOf } from '@chedun/kernel';
import type { Condition, Review, SupplierDossier } from '@chedun/suppliers/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { meetCondition, supplierDocumentUrl } from '../../api/suppliers.ts';
import { usePreferences } from '../../app/preferences.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';
import { ResultChip } from './parts.tsx';
import { ReviewDialog } from './ReviewDialog.tsx';

const ANSWER_TONE = { yes: 'good', partly: 'medium', no: 'critical', 'not-applicable': 'info' } as const;

const columnsOf = (t: TFunction, supplier: string): readonly Column<Review>[] => [
  textColumn('day', t('suppliers.reviewDay'), ({ day }) => day, { width: 120 }),
  textColumn('reviewer', t('suppliers.reviewer'), ({ reviewer }) => reviewer, { width: 140 }),
  textColumn('score', t('suppliers.score'), ({ score }) => score, { width: 80, align: 'right' }),
  shownColumn(
    'result',
    t('suppliers.resultTitle'),
    ({ result }) => t(`suppliers.result.${result}`),
    ({ result }) => <ResultChip result={result} />,
    { width: 120 },
  ),
  textColumn('comment', t('suppliers.comment'), ({ comment }) => comment, { clip: 'clip' }),
  shownColumn(
    'conditions',
    t('suppliers.conditions'),
    ({ conditions }) => conditions.filter(({ metOn }) => metOn === null).length,
    ({ conditions }) => <OpenConditions conditions={conditions} />,
    { width: 130 },
  ),
  shownColumn(
    'document',
    t('suppliers.document'),
    ({ document }) => document?.name ?? '',
    ({ id, document }) =>
      document !== null && (
        <a href={supplierDocumentUrl(supplier, id)} title={`SM3 ${document.sm3}`}>
          {document.name}
        </a>
      ),
    { width: 160, clip: 'clip' },
  ),
];

const OpenConditions = ({ conditions }: { readonly conditions: readonly Condition[] }) => {
  const { t } = useTranslation();
  const open = conditions.filter(({ metOn }) => metOn === null);
  if (open.length === 0) return null;
  const isOverdue = open.some((each) => each.isOverdue);
  return (
    <Chip tone={isOverdue ? 'critical' : 'medium'}>
      {t(isOverdue ? 'suppliers.overdue' : 'suppliers.open')} {open.length}
    </Chip>
  );
};

const Conditions = ({
  supplier,
  conditions,
  mayWrite,
}: {
  readonly supplier: string;
  readonly conditions: readonly Condition[];
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const today = dayOf(useNow(60_000));
  const meet = useMutation({
    mutationFn: meetCondition,
    onSuccess: () => client.invalidateQueries({ queryKey: ['suppliers'] }),
    onError: say.problem,
  });
  return conditions.map(({ id, text, dueOn, metOn, isOverdue }) => (
    <div key={id} className="row wrap" style={{ gap: 10 }}>
      <Chip tone={metOn !== null ? 'good' : isOverdue ? 'critical' : 'medium'}>
        {metOn !== null ? t('suppliers.met', { day: metOn }) : t(isOverdue ? 'suppliers.overdue' : 'suppliers.open')}
      </Chip>
      <span>{text}</span>
      <span className="faint">
        {t('suppliers.dueOn')} {dueOn}
      </span>
      {mayWrite && metOn === null && (
        <Button
          size="small"
          loading={meet.isPending}
          onClick={() => meet.mutate({ id: supplier, part: id, metOn: today })}
        >
          {t('suppliers.meet')}
        </Button>
      )}
    </div>
  ));
};

const Answers = ({ answers }: Pick<Review, 'answers'>) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return answers.map(({ question, title, value, note }) => (
    <div key={question} className="row" style={{ gap: 10 }}>
      <span style={{ flex: '0 0 64px' }}>
        <Chip tone={ANSWER_TONE[value]}>{t(`suppliers.answer.${value}`)}</Chip>
      </span>
      <span>
        {textIn(title, language)} {note !== '' && <span className="soft">{note}</span>}
      </span>
    </div>
  ));
};

/** Reviews with answers as they were given, and conditions. */
export const ReviewPanel = ({
  dossier: { supplier, reviews },
  mayWrite,
}: {
  readonly dossier: SupplierDossier;
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const add = mayWrite && <Button onClick={() => setAdding(true)}>{t('suppliers.addReview')}</Button>;
  return (
    <Panel title={t('suppliers.reviews')} extra={add} body="flush">
      <DataTable
        columns={columnsOf(t, supplier.id)}
        rows={reviews}
        rowKey={({ id }) => id}
        exportName="reviews"
        expand={({ answers, conditions }) => (
          <div className="stack" style={{ gap: 6 }}>
            <Conditions supplier={supplier.id} conditions={conditions} mayWrite={mayWrite} />
            <Answers answers={answers} />
          </div>
        )}
        empty={<EmptyState size="small" title={t('suppliers.reviewsEmpty')} hint={t('suppliers.reviewsEmptyHint')} />}
      />
      {isAdding && <ReviewDialog id={supplier.id} onClose={() => setAdding(false)} />}
    </Panel>
  );
};
