import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { changePassword } from '../../api/identity.ts';
import { useIsGuest, useMe } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { PasswordPair } from '../sign-in/SignInForms.tsx';
import { SecondFactorPanel } from './SecondFactorPanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

/** Password, second factor and sessions of the person. */
export const AccountTab = () => {
  const isGuest = useIsGuest();
  return (
    <div className="grid" style={{ gridTemplateColumns: '380px minmax(0, 1fr)', alignItems: 'start' }}>
      <PasswordPanel />
      <div className="stack">
        {!isGuest && <SecondFactorPanel />}
        <SessionsPanel />
      </div>
    </div>
  );
};

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
