import type { Paper, Result } from '@chedun/training/contract';
import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handIn } from '../../api/training.ts';
import { useSay } from '../../ui/useSay.ts';

type Question = Paper['questions'][number];

interface AskProps {
  readonly at: number;
  readonly question: Question;
  readonly chosen: readonly number[];
  readonly onChange: (chosen: number[]) => void;
}

const KINDS = { single: 'single', multiple: 'multiple', 'true-false': 'judge' } as const;

const Ask = ({ at, question, chosen, onChange }: AskProps) => {
  const { t } = useTranslation();
  const options = question.options.map((label, value) => ({ label, value }));
  return (
    <section className="stack" style={{ gap: 6 }} aria-label={question.text}>
      <strong>
        {at + 1}. {question.text} <span className="faint">({t(`training.${KINDS[question.kind]}`)})</span>
      </strong>
      {question.kind === 'multiple' ? (
        <Checkbox.Group options={options} value={[...chosen]} onChange={(values) => onChange(values.map(Number))} />
      ) : (
        <Radio.Group options={options} value={chosen[0]} onChange={({ target }) => onChange([Number(target.value)])} />
      )}
    </section>
  );
};

/** The exam: every question, handed in at once. */
export const ExamForm = ({
  paper,
  onResult,
}: {
  readonly paper: Paper;
  readonly onResult: (result: Result) => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const [answers, setAnswers] = useState<readonly (readonly number[])[]>(() => paper.questions.map(() => []));
  const send = useMutation({ mutationFn: handIn, onSuccess: onResult, onError: say.problem });
  const isWhole = answers.every((each) => each.length > 0);
  return (
    <div className="stack" style={{ gap: 18 }}>
      {paper.questions.map((question, at) => (
        <Ask
          key={question.text}
          at={at}
          question={question}
          chosen={answers[at] ?? []}
          onChange={(chosen) => setAnswers(answers.with(at, chosen))}
        />
      ))}
      <div className="row" style={{ gap: 10 }}>
        <Button
          type="primary"
          disabled={!isWhole}
          loading={send.isPending}
          onClick={() => send.mutate({ paper: paper.id, answers: answers.map((each) => [...each]) })}
        >
          {t('training.handIn')}
        </Button>
        {!isWhole && <span className="faint">{t('training.answerAll')}</span>}
      </div>
    </div>
  );
};
