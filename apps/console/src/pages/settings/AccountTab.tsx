import type { Session } from '@chedun/identity/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { changePassword, endSession, mySessions } from '../../api/identity.ts';
import { useMe } from '../../app/session.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { PasswordPair } from '../sign-in/SignInForms.tsx';
import { SecondFactorPanel } from './SecondFactorPanel.tsx';

/** Password, second factor and sessions of the person. */
export const AccountTab = () => (
  <div className="grid" style={{ gridTemplateColumns: '380px minmax(0, 1fr)', alignItems: 'start' }}>
    <PasswordPanel />
    <div className="stack">
      <SecondFactorPanel />
      <SessionsPanel />
    </div>
  </div>
);

const PasswordPanel = () => {
  const { t } = useTranslation();
  const say = useSay();
  const me = useMe();
  const [form] = Form.useForm<{ password: string; newPassword: string }>();
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      form.resetFields();
      say.done(t('settings.passwordChanged'));
    },
    onError: say.problem,
  });
  return (
    <Panel title={t('settings.password')}>
      {me?.passwordExpiresAt !== null && me !== undefined && (
        <p className="soft" style={{ marginBottom: 12 }}>
          {t('settings.passwordExpires')} <TimeText at={me.passwordExpiresAt} />
        </p>
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ password, newPassword }) => change.mutate({ password, newPassword })}
      >
        <Form.Item
          name="password"
          label={t('settings.oldPassword')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        <PasswordPair />
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('common.save')}
        </Button>
      </Form>
    </Panel>
  );
};

const SessionsPanel = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions-mine'], queryFn: ({ signal }) => mySessions(signal) });
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: () => {
      say.done(t('settings.ended'));
      void client.invalidateQueries({ queryKey: ['sessions-mine'] });
    },
    onError: say.problem,
  });
  const columns: readonly Column<Session>[] = [
    {
      key: 'ip',
      title: t('settings.ip'),
      width: 140,
      render: (row) => <span className="mono">{row.ip}</span>,
      value: (row) => row.ip,
    },
    {
      key: 'agent',
      title: t('settings.agent'),
      clip: 'clip',
      render: (row) => <span title={row.userAgent}>{row.userAgent}</span>,
      value: (row) => row.userAgent,
    },
    {
      key: 'seen',
      title: t('settings.lastSeen'),
      width: 120,
      render: (row) => <AgoText at={row.lastSeenAt} />,
      value: (row) => row.lastSeenAt,
    },
    {
      key: 'end',
      title: t('common.actions'),
      width: 110,
      render: (row) =>
        row.current ? (
          <Chip tone="good">{t('settings.current')}</Chip>
        ) : (
          <Button size="small" onClick={() => end.mutate(row.id)}>
            {t('settings.end')}
          </Button>
        ),
    },
  ];
  return (
    <Panel title={t('settings.sessions')} body="flush">
      <DataTable
        columns={columns}
        rows={sessions.data?.items}
        rowKey={(row) => row.id}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        minWidth={560}
        empty={<EmptyState size="small" title={t('common.none')} />}
      />
    </Panel>
  );
};
