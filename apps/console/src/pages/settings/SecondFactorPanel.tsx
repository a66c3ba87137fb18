import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { confirmSecondFactor, offerSecondFactor, removeSecondFactor } from '../../api/identity.ts';
import { useMe } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { SecretLines } from '../../ui/Secret.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { OfferView } from '../sign-in/SignInForms.tsx';

/** Sets up or removes the authenticator of the person. */
export const SecondFactorPanel = () => {
  const { t } = useTranslation();
  const me = useMe();
  return <Panel title={t('settings.factor')}>{me?.secondFactor === true ? <Remove /> : <Enrol />}</Panel>;
};

const Remove = () => {
  const { t } = useTranslation();
  const say = useSay();
  const me = useMe();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: removeSecondFactor,
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
    onError: say.problem,
  });
  return (
    <div className="stack">
      <StateDot tone="good">{t('settings.factorOn', { count: me?.recoveryCodesLeft ?? 0 })}</StateDot>
      <Form layout="inline" onFinish={({ password }: { password: string }) => remove.mutate(password)}>
        <Form.Item name="password" rules={[{ required: true, message: t('common.required') }]}>
          <Input.Password autoComplete="current-password" placeholder={t('settings.factorRemoveHint')} />
        </Form.Item>
        <Button danger htmlType="submit" loading={remove.isPending}>
          {t('settings.factorRemove')}
        </Button>
      </Form>
    </div>
  );
};

const Enrol = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const offer = useMutation({ mutationFn: offerSecondFactor, onError: say.problem });
  const confirm = useMutation({ mutationFn: confirmSecondFactor, onError: say.problem });
  if (confirm.data !== undefined) {
    return (
      <div className="stack">
        <strong>{t('auth.recoveryTitle')}</strong>
        <span>{t('auth.recoveryAbout')}</span>
        <SecretLines lines={confirm.data.recoveryCodes} fileName="chedun-recovery-codes.txt" />
        <div>
          <Button type="primary" onClick={() => void client.invalidateQueries({ queryKey: ['me'] })}>
            {t('common.close')}
          </Button>
        </div>
      </div>
    );
  }
  if (offer.data === undefined) {
    return (
      <div className="stack">
        <span className="soft">{t('settings.factorOff')}</span>
        <div>
          <Button type="primary" loading={offer.isPending} onClick={() => offer.mutate()}>
            {t('settings.factorAdd')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="stack">
      <OfferView offer={offer.data} />
      <Form layout="inline" onFinish={({ code }: { code: string }) => confirm.mutate(code)}>
        <Form.Item name="code" rules={[{ required: true, min: 6, message: t('settings.factorConfirm') }]}>
          <Input
            className="mono"
            inputMode="numeric"
            placeholder={t('settings.factorConfirm')}
            style={{ width: 260 }}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          {t('common.confirm')}
        </Button>
      </Form>
    </div>
  );
};
