import { identityPermissions } from '@chedun/identity/contract';
import type { Policy } from '@chedun/identity/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Radio, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getPolicy, savePolicy } from '../../api/identity.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';

/** The rules of signing in; the security administrator changes them. */
export const PolicyTab = () => {
  const policy = useQuery({ queryKey: ['policy'], queryFn: ({ signal }) => getPolicy(signal) });
  if (policy.error !== null) return <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />;
  if (policy.data === undefined) return <Skeleton active paragraph={{ rows: 8 }} />;
  return <PolicyForm policy={policy.data} />;
};

const NUMBERS = [
  { name: 'minLength', label: 'settings.minLength', min: 8, max: 64 },
  { name: 'minClasses', label: 'settings.minClasses', hint: 'settings.minClassesHint', min: 1, max: 4 },
  { name: 'history', label: 'settings.history', min: 0, max: 24 },
  { name: 'maxAgeDays', label: 'settings.maxAgeDays', hint: 'settings.maxAgeHint', min: 0, max: 366 },
  { name: 'lockAfterFailures', label: 'settings.lockAfter', min: 3, max: 20 },
  { name: 'lockMinutes', label: 'settings.lockMinutes', min: 1, max: 1440 },
  { name: 'sessionIdleMinutes', label: 'settings.idleMinutes', min: 5, max: 1440 },
  { name: 'sessionHours', label: 'settings.sessionHours', min: 1, max: 72 },
] as const satisfies readonly {
  readonly name: keyof Policy;
  readonly label: string;
  readonly hint?: string;
  readonly min: number;
  readonly max: number;
}[];

const PolicyForm = ({ policy }: { readonly policy: Policy }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const writes = may(identityPermissions.policyWrite);
  const save = useMutation({
    mutationFn: savePolicy,
    onSuccess: (saved) => {
      client.setQueryData(['policy'], saved);
      say.done(t('settings.policySaved'));
    },
    onError: say.problem,
  });
  return (
    <Panel title={t('settings.tabPolicy')} hint={writes ? 'GB/T 22239-2019 8.1.4.1' : t('settings.policyReadOnly')}>
      <Form
        layout="vertical"
        initialValues={policy}
        disabled={!writes}
        onFinish={(typed: Policy) => save.mutate(typed)}
      >
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(4, minmax(0, 1fr))', gap: '0 24px' }}>
          {NUMBERS.map((field) => (
            <Form.Item
              key={field.name}
              name={field.name}
              label={t(field.label)}
              extra={'hint' in field ? t(field.hint) : undefined}
            >
              <InputNumber min={field.min} max={field.max} style={{ width: '100%' }} />
            </Form.Item>
          ))}
        </div>
        <Form.Item name="secondFactor" label={t('settings.factorRule')}>
          <Radio.Group
            options={(['optional', 'administrators', 'everyone'] as const).map((value) => ({
              value,
              label: t(`settings.factorRuleOf.${value}`),
            }))}
          />
        </Form.Item>
        {writes && (
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        )}
      </Form>
    </Panel>
  );
};
