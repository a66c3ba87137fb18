import type { Warning, WarningDecision, WarningLevel } from '@chedun/warnings/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { decideWarning } from '../../api/warnings.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';
import { LEVELS } from './levels.tsx';
import { linesOf } from './lines.ts';

/** Decisions that ask for a reason. */
export type Asked = Exclude<WarningDecision['kind'], 'acknowledge'>;

/** Sends a decision and brings every list up to date. */
export const useDecision = (id: string, onDone: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: WarningDecision) => decideWarning(id, decision),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      say.done(t('warnings.done'));
      onDone();
    },
    onError: say.problem,
  });
};

interface Written {
  readonly comment: string;
  readonly level?: WarningLevel;
  readonly impact?: string;
  readonly measures?: string;
}

const decisionOf = (kind: Asked, { comment, level = 'blue', impact = '', measures }: Written): WarningDecision => {
  if (kind === 'change') return { kind, level, comment };
  if (kind === 'edit') return { kind, impact, measures: linesOf(measures), comment };
  return { kind, comment };
};

const DecisionFields = ({ warning, kind }: { readonly warning: Warning; readonly kind: Asked }) => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <>
      {kind === 'change' && (
        <Form.Item name="level" label={t('warnings.to')} rules={required}>
          <Select
            options={LEVELS.filter((level) => level !== warning.level).map((level) => ({
              value: level,
              label: t(`warnings.level.${level}`),
            }))}
          />
        </Form.Item>
      )}
      {kind === 'edit' && (
        <>
          <Form.Item name="impact" label={t('warnings.impact')}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
          <Form.Item name="measures" label={t('warnings.measures')} extra={t('warnings.measuresHint')}>
            <Input.TextArea rows={4} maxLength={4000} />
          </Form.Item>
        </>
      )}
      <Form.Item name="comment" label={t('warnings.comment')} extra={t('warnings.commentHint')} rules={required}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  );
};

/** Asks for the reason of a decision, and for the level or text that changes. */
export const DecisionDialog = ({
  warning,
  kind,
  onClose,
}: {
  readonly warning: Warning;
  readonly kind: Asked;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [form] = Form.useForm<Written>();
  const decide = useDecision(warning.id, onClose);
  return (
    <Modal
      open
      title={t(`warnings.${kind}`)}
      okText={t(`warnings.${kind}`)}
      cancelText={t('common.cancel')}
      confirmLoading={decide.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        style={{ marginTop: 12 }}
        initialValues={{
          impact: textIn(warning.impact, language),
          measures: warning.measures.map((each) => textIn(each, language)).join('\n'),
        }}
        onFinish={(written) => decide.mutate(decisionOf(kind, written))}
      >
        <DecisionFields warning={warning} kind={kind} />
      </Form>
    </Modal>
  );
};
