import { dayOf } from '@chedun/kernel';
import {
  AnswerValue,
  ReviewResult,
  scoreOf,
  type Question,
  type Questionnaire,
  type ReviewInput,
} from '@chedun/suppliers/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Radio, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { addReview, getSupplierOverview } from '../../api/suppliers.ts';
import { usePreferences } from '../../app/preferences.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';

interface Given {
  readonly value?: AnswerValue;
  readonly note?: string;
}
interface Fields {
  readonly day: string;
  readonly reviewer: string;
  readonly answers?: Readonly<Record<string, Given>>;
  readonly result: ReviewResult;
  readonly comment?: string;
  readonly conditions?: readonly { readonly text: string; readonly dueOn: string }[];
}

/** The questionnaire, and what came of it. */
export const ReviewDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['suppliers', 'overview'],
    queryFn: ({ signal }) => getSupplierOverview(signal),
  });
  return data === undefined ? (
    <Modal open width={860} title={t('suppliers.addReview')} footer={null} onCancel={onClose}>
      <Skeleton active paragraph={{ rows: 8 }} />
    </Modal>
  ) : (
    <ReviewForm id={id} questionnaire={data.questionnaire} onClose={onClose} />
  );
};

const reviewOf = (
  { answers, comment, conditions, ...fields }: Fields,
  { version, questions }: Questionnaire,
): Omit<ReviewInput, 'document'> => ({
  ...fields,
  version,
  answers: questions.map(({ id }) => ({
    question: id,
    value: answers?.[id]?.value ?? 'no',
    note: answers?.[id]?.note ?? '',
  })),
  comment: comment ?? '',
  conditions: (conditions ?? []).map(({ text, dueOn }) => ({ text, dueOn })),
});

const ReviewForm = ({
  id,
  questionnaire,
  onClose,
}: {
  readonly id: string;
  readonly questionnaire: Questionnaire;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const today = dayOf(useNow(60_000));
  const save = useMutation({
    mutationFn: addReview,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['suppliers'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      width={860}
      title={t('suppliers.addReview')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        scrollToFirstError
        initialValues={{ day: today }}
        onFinish={(fields) => save.mutate({ id, file, review: reviewOf(fields, questionnaire) })}
      >
        <WhoAndWhen />
        <p className="soft" style={{ margin: '0 0 14px' }}>
          {textIn(questionnaire.about, language)}
        </p>
        {questionnaire.questions.map((question, at) => (
          <QuestionField key={question.id} question={question} at={at} />
        ))}
        <Verdict questionnaire={questionnaire} />
        <ConditionFields />
        <Form.Item name="comment" label={t('suppliers.comment')}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 1, maxRows: 5 }} />
        </Form.Item>
        <Form.Item label={t('suppliers.document')}>
          <ChosenFile onFile={setFile} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

const WhoAndWhen = () => {
  const { t } = useTranslation();
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: '0 14px' }}>
      <Form.Item
        name="day"
        label={t('suppliers.reviewDay')}
        rules={[{ required: true, message: t('common.required') }]}
      >
        <Input type="date" />
      </Form.Item>
      <Form.Item
        name="reviewer"
        label={t('suppliers.reviewer')}
        rules={[{ required: true, whitespace: true, message: t('common.required') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
    </div>
  );
};

const QuestionField = ({ question, at }: { readonly question: Question; readonly at: number }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const title = textIn(question.title, language);
  return (
    <section className="stack" style={{ gap: 4, marginBottom: 14 }} aria-label={title}>
      <strong>
        {at + 1}. {title} {question.must && <Chip tone="high">{t('suppliers.must')}</Chip>}
      </strong>
      <span className="faint">{textIn(question.hint, language)}</span>
      <div className="row wrap" style={{ gap: 12 }}>
        <Form.Item
          name={['answers', question.id, 'value']}
          style={{ margin: 0 }}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Radio.Group
            options={AnswerValue.options.map((value) => ({ value, label: t(`suppliers.answer.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name={['answers', question.id, 'note']} style={{ margin: 0, flex: 1, minWidth: 220 }}>
          <Input size="small" maxLength={1000} placeholder={t('suppliers.note')} aria-label={t('suppliers.note')} />
        </Form.Item>
      </div>
    </section>
  );
};

const RANK = ReviewResult.options;

const Verdict = ({ questionnaire }: { readonly questionnaire: Questionnaire }) => {
  const { t } = useTranslation();
  const answers: Fields['answers'] = Form.useWatch('answers');
  const given = questionnaire.questions.flatMap(({ id }) => {
    const value = answers?.[id]?.value;
    return value === undefined ? [] : [{ question: id, value }];
  });
  const left = questionnaire.questions.length - given.length;
  const { score, best } = scoreOf(questionnaire, given);
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: '0 14px', alignItems: 'center' }}>
      <Alert
        type={left > 0 ? 'info' : 'success'}
        showIcon
        title={
          left > 0
            ? t('suppliers.unanswered', { count: left })
            : t('suppliers.scoreNow', { score, best: t(`suppliers.result.${best}`) })
        }
      />
      <Form.Item
        name="result"
        label={t('suppliers.resultTitle')}
        extra={t('suppliers.resultHint')}
        rules={[{ required: true, message: t('common.required') }]}
      >
        <Select
          options={RANK.map((value, at) => ({
            value,
            label: t(`suppliers.result.${value}`),
            disabled: left === 0 && at < RANK.indexOf(best),
          }))}
        />
      </Form.Item>
    </div>
  );
};

const ConditionFields = () => {
  const { t } = useTranslation();
  const result: ReviewResult | undefined = Form.useWatch('result');
  if (result === undefined || result === 'passed') return null;
  const required = [{ required: true, message: t('common.required') }];
  return (
    <Form.List name="conditions">
      {(fields, { add, remove }) => (
        <Form.Item label={t('suppliers.conditions')}>
          {fields.map(({ key, name }) => (
            <div key={key} className="row nowrap" style={{ gap: 8, marginBottom: 6 }}>
              <Form.Item name={[name, 'text']} rules={required} style={{ flex: 1, margin: 0 }}>
                <Input maxLength={1000} placeholder={t('suppliers.condition')} aria-label={t('suppliers.condition')} />
              </Form.Item>
              <Form.Item name={[name, 'dueOn']} rules={required} style={{ margin: 0 }}>
                <Input type="date" aria-label={t('suppliers.dueOn')} />
              </Form.Item>
              <Button onClick={() => remove(name)}>{t('common.remove')}</Button>
            </div>
          ))}
          <Button onClick={() => add()}>{t('suppliers.addCondition')}</Button>
        </Form.Item>
      )}
    </Form.List>
  );
};
