import type { SignInResult } from '@chedun/identity/contract';
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SecretLines } from '../../ui/Secret.tsx';

interface StepProps<T> {
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSubmit: (typed: T) => void;
  readonly onRestart: () => void;
}

const Step = ({
  title,
  about,
  error,
  children,
}: {
  readonly title: string;
  readonly about: ReactNode;
  readonly error: unknown;
  readonly children: ReactNode;
}) => (
  <div className="gate-box">
    <h2>{title}</h2>
    <p className="about">{about}</p>
    {error !== null && error !== undefined && (
      <div style={{ marginBottom: 18 }}>
        <ErrorState error={error} />
      </div>
    )}
    {children}
  </div>
);

const Buttons = ({
  pending,
  text,
  onRestart,
}: {
  readonly pending: boolean;
  readonly text: string;
  readonly onRestart?: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <Button type="primary" htmlType="submit" size="large" block loading={pending}>
        {text}
      </Button>
      {onRestart !== undefined && (
        <Button type="text" block onClick={onRestart}>
          {t('auth.restart')}
        </Button>
      )}
    </div>
  );
};

/** Name and password. */
export const PasswordForm = ({ pending, error, onSubmit }: StepProps<{ name: string; password: string }>) => {
  const { t } = useTranslation();
  const rules = [{ required: true, message: t('common.required') }];
  return (
    <Step title={t('auth.signIn')} about={t('auth.signInAbout')} error={error}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={onSubmit}>
        <Form.Item name="name" label={t('auth.name')} rules={rules}>
          <Input autoFocus autoComplete="username" maxLength={64} />
        </Form.Item>
        <Form.Item name="password" label={t('auth.password')} rules={rules}>
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        <Buttons pending={pending} text={t('auth.signIn')} />
      </Form>
    </Step>
  );
};

/** The code of the second factor. */
export const CodeForm = ({ pending, error, onSubmit, onRestart }: StepProps<{ code: string }>) => {
  const { t } = useTranslation();
  return (
    <Step title={t('auth.codeTitle')} about={t('auth.codeAbout')} error={error}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={onSubmit}>
        <CodeField />
        <Buttons pending={pending} text={t('auth.signIn')} onRestart={onRestart} />
      </Form>
    </Step>
  );
};

const CodeField = () => {
  const { t } = useTranslation();
  return (
    <Form.Item name="code" label={t('auth.code')} rules={[{ required: true, min: 6, message: t('common.required') }]}>
      <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={20} className="mono" />
    </Form.Item>
  );
};

/** A new password in place of a one-time or expired one. */
export const NewPasswordForm = ({
  pending,
  error,
  onSubmit,
  onRestart,
  reason,
}: StepProps<{ newPassword: string }> & { readonly reason: 'first-sign-in' | 'expired' }) => {
  const { t } = useTranslation();
  const about = reason === 'expired' ? t('auth.newPasswordExpired') : t('auth.newPasswordFirst');
  return (
    <Step title={t('auth.newPasswordTitle')} about={`${about} ${t('setup.passwordRule')}`} error={error}>
      <Form
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={({ newPassword }) => onSubmit({ newPassword })}
      >
        <PasswordPair />
        <Buttons pending={pending} text={t('auth.next')} onRestart={onRestart} />
      </Form>
    </Step>
  );
};

/** A new password, twice; the field is called `newPassword`. */
export const PasswordPair = () => {
  const { t } = useTranslation();
  const rules = [{ required: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="newPassword" label={t('auth.newPassword')} rules={rules}>
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('auth.newPasswordAgain')}
        dependencies={['newPassword']}
        rules={[
          ...rules,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error(t('auth.notSame'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
    </>
  );
};

type Offer = Extract<SignInResult, { kind: 'second-factor-needed' }>['offer'];

/** Enrols an authenticator during sign-in. */
export const EnrolForm = ({
  pending,
  error,
  onSubmit,
  onRestart,
  offer,
}: StepProps<{ code: string }> & { readonly offer: Offer }) => {
  const { t } = useTranslation();
  return (
    <Step title={t('auth.enrolTitle')} about={t('auth.enrolAbout')} error={error}>
      <OfferView offer={offer} />
      <Form layout="vertical" size="large" requiredMark={false} onFinish={onSubmit} style={{ marginTop: 16 }}>
        <CodeField />
        <Buttons pending={pending} text={t('auth.next')} onRestart={onRestart} />
      </Form>
    </Step>
  );
};

/** The picture to scan and the key to type. */
export const OfferView = ({ offer }: { readonly offer: Offer }) => {
  const { t } = useTranslation();
  return (
    <div className="stack" style={{ alignItems: 'center' }}>
      <img
        src={offer.qr}
        alt={t('auth.enrolTitle')}
        width={184}
        height={184}
        style={{ borderRadius: 6, background: '#fff' }}
      />
      <div className="soft">{t('auth.enrolByHand')}</div>
      <div className="secret">{offer.secret}</div>
    </div>
  );
};

/** Recovery codes, shown once. */
export const RecoveryCodesView = ({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Step title={t('auth.recoveryTitle')} about={t('auth.recoveryAbout')} error={null}>
      <div className="stack">
        <SecretLines lines={codes} fileName="chedun-recovery-codes.txt" />
        <Button type="primary" size="large" block onClick={onDone}>
          {t('auth.recoverySaved')}
        </Button>
      </div>
    </Step>
  );
};
