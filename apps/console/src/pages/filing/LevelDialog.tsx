import type { LevelInput, LevelRule, LevelVersion, Question } from '@chedun/filing/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Radio, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getLevelRule, keepLevel, tryLevel } from '../../api/filing.ts';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { LevelSum } from './LevelSum.tsx';
import { Unverified } from './parts.tsx';
import { WeightsDialog } from './WeightsDialog.tsx';

interface DialogProps {
  readonly id: string;
  readonly before: LevelVersion | undefined;
  readonly onClose: () => void;
}

/** Answers, the sum that follows from them, and the second opinion. */
export const LevelDialog = (props: DialogProps) => {
  const { t } = useTranslation();
  const rule = useQuery({ queryKey: ['filing', 'rule'], queryFn: ({ signal }) => getLevelRule(signal) });
  return (
    <Modal open width={820} title={t('filing.gradeNow')} onCancel={props.onClose} footer={null}>
      {rule.data === undefined ? <Skeleton active /> : <Form rule={rule.data} {...props} />}
    </Modal>
  );
};

const useKeep = (id: string, onClose: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: LevelInput) => keepLevel(id, input),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['filing'] });
      say.done(t('filing.saved'));
      onClose();
    },
    onError: say.problem,
  });
};

const START: LevelInput = { answers: {}, object: 'public', harm: 1, explanation: '' };

const Form = ({ rule, id, before, onClose }: DialogProps & { readonly rule: LevelRule }) => {
  const { t } = useTranslation();
  const [input, setInput] = useState<LevelInput>(() => before?.input ?? { ...START, answers: { ...rule.known } });
  const keep = useKeep(id, onClose);
  const isWhole = rule.questions.every((each) => input.answers[each.id] !== undefined);
  const result = useQuery({
    queryKey: ['filing', 'try', input, rule.weights],
    queryFn: ({ signal }) => tryLevel(input, signal),
    enabled: isWhole,
    placeholderData: (kept) => kept,
  });
  const needsWord = result.data?.agrees === false && input.explanation.trim().length < 4;
  return (
    <div className="stack">
      <span className="soft">
        {t('filing.gradeAbout')} <Unverified />
      </span>
      {rule.questions.map((question) => (
        <QuestionLine
          key={question.id}
          question={question}
          answer={input.answers[question.id]}
          onChange={(answer) => setInput({ ...input, answers: { ...input.answers, [question.id]: answer } })}
        />
      ))}
      <Matrix rule={rule} input={input} onChange={setInput} />
      {result.data !== undefined && isWhole && <LevelSum result={result.data} />}
      {result.data?.agrees === false && (
        <Input.TextArea
          aria-label={t('filing.explanation')}
          placeholder={t('filing.explanation')}
          maxLength={4000}
          value={input.explanation}
          onChange={(event) => setInput({ ...input, explanation: event.target.value })}
        />
      )}
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <Weights rule={rule} />
        <Button
          type="primary"
          disabled={!isWhole || needsWord}
          loading={keep.isPending}
          onClick={() => keep.mutate(input)}
        >
          {t('filing.keepLevel')}
        </Button>
      </div>
    </div>
  );
};

const QuestionLine = ({
  question,
  answer,
  onChange,
}: {
  readonly question: Question;
  readonly answer: string | undefined;
  readonly onChange: (answer: string) => void;
}) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="row" style={{ gap: 12, justifyContent: 'space-between' }}>
      <span>
        {words(question.title)} <span className="faint">{t(`filing.factor.${question.factor}`)}</span>
      </span>
      <Select<string>
        aria-label={words(question.title)}
        style={{ width: 340 }}
        options={question.options.map(({ id, title, score }) => ({
          value: id,
          label: t('filing.scored', { text: words(title), score }),
        }))}
        {...(answer === undefined ? {} : { value: answer })}
        onChange={onChange}
      />
    </div>
  );
};

const HARM = ['ordinary', 'serious', 'severe'] as const;

const Matrix = ({
  rule: { matrix },
  input,
  onChange,
}: {
  readonly rule: LevelRule;
  readonly input: LevelInput;
  readonly onChange: (input: LevelInput) => void;
}) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="stack" style={{ gap: 6 }}>
      <strong>{t('filing.matrix')}</strong>
      <Radio.Group
        value={input.object}
        options={matrix.objects.map(({ id, title }) => ({ value: id, label: words(title) }))}
        onChange={(event) => onChange({ ...input, object: event.target.value as LevelInput['object'] })}
      />
      <Radio.Group
        value={input.harm}
        options={HARM.slice(0, matrix.harm.length).map((name, value) => ({ value, label: t(`filing.harm.${name}`) }))}
        onChange={(event) => onChange({ ...input, harm: Number(event.target.value) })}
      />
    </div>
  );
};

const Weights = ({ rule }: { readonly rule: LevelRule }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { weights, reason, by } = rule.weights;
  return (
    <span className="row" style={{ gap: 8 }}>
      <span className="mono faint">
        I {Math.round(weights.I * 1000) / 1000} · V {Math.round(weights.V * 1000) / 1000} · R{' '}
        {Math.round(weights.R * 1000) / 1000}
      </span>
      {reason !== '' && <span className="faint">{t('filing.weightsBy', { by, reason })}</span>}
      <Button size="small" type="link" onClick={() => setOpen(true)}>
        {t('filing.weights')}
      </Button>
      {open && <WeightsDialog before={weights} onClose={() => setOpen(false)} />}
    </span>
  );
};
