import type { Statement } from '@chedun/critical-infrastructure/contract';
import { dayOf } from '@chedun/kernel';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { stateNotNamed } from '../../api/criticalInfrastructure.ts';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';

/** Nobody named us: said once a year, with a reason. */
export const StatementPanel = ({
  statement,
  mayWrite,
}: {
  readonly statement: Statement | null;
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const today = dayOf(useNow(60_000));
  const isFresh = statement !== null && statement.validTo >= today;
  return (
    <>
      <Alert
        type={isFresh ? 'success' : 'warning'}
        showIcon
        title={t(isFresh ? 'criticalInfrastructure.stated' : 'criticalInfrastructure.notStated')}
        description={t('criticalInfrastructure.statementHint')}
      />
      <Panel title={t('criticalInfrastructure.statement')}>
        {statement !== null && (
          <Facts
            items={[
              [t('criticalInfrastructure.reason'), statement.reason],
              [t('criticalInfrastructure.statedBy'), statement.statedBy],
              [t('criticalInfrastructure.statedOn'), dayOf(Date.parse(statement.statedAt))],
              [t('criticalInfrastructure.validTo'), statement.validTo],
            ]}
          />
        )}
        {mayWrite && <StatementForm />}
      </Panel>
    </>
  );
};

const StatementForm = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<{ readonly reason: string }>();
  const save = useMutation({
    mutationFn: stateNotNamed,
    onSuccess: (answer) => {
      client.setQueryData(['critical-infrastructure'], answer);
      form.resetFields();
      say.done(t('common.saved'));
    },
    onError: say.problem,
  });
  return (
    <Form form={form} layout="vertical" onFinish={({ reason }) => save.mutate(reason)} style={{ maxWidth: 640 }}>
      <Form.Item
        name="reason"
        label={t('criticalInfrastructure.reason')}
        extra={t('criticalInfrastructure.reasonHint')}
        rules={[{ required: true, min: 4 }]}
      >
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('criticalInfrastructure.state')}
      </Button>
    </Form>
  );
};
