import type { SetupRequest, SetupResult } from '@chedun/identity/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { setUp } from '../../api/identity.ts';
import { problemOf } from '../../api/problem.ts';
import { queryClient } from '../../app/query.ts';
import { SETUP_STEPS, stepToMend } from '../../lib/setup.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Gate } from './Gate.tsx';
import { SetupDone } from './SetupDone.tsx';
import { PasswordPair } from './SignInForms.tsx';

type Request = z.input<typeof SetupRequest>;

/** First-use wizard: installation code, working account, three administrators. */
export const SetupPage = () => {
  const navigate = useNavigate();
  const [result, setResult] = useState<z.output<typeof SetupResult>>();
  const enter = (): void => {
    queryClient.clear();
    void navigate({ to: '/' });
  };
  return (
    <Gate>
      {result === undefined ? <SetupForm onDone={setResult} /> : <SetupDone result={result} onEnter={enter} />}
    </Gate>
  );
};

interface Typed {
  readonly code: string;
  readonly name: string;
  readonly displayName: string;
  readonly newPassword: string;
}

const requestOf = (typed: Typed): Request => ({
  code: typed.code,
  operator: { name: typed.name, displayName: typed.displayName, password: typed.newPassword },
});

const LAST_STEP = SETUP_STEPS.length - 1;

const SetupForm = ({ onDone }: { readonly onDone: (result: z.output<typeof SetupResult>) => void }) => {
  const { t } = useTranslation();
  const [step, setStep] = useState(0);
  const [typed, setTyped] = useState<Partial<Typed>>({});
  const send = useMutation({
    mutationFn: setUp,
    onSuccess: onDone,
    onError: (error) => setStep(SETUP_STEPS.indexOf(stepToMend(problemOf(error)))),
  });
  const finish = (values: Partial<Typed>): void => {
    const all = { ...typed, ...values };
    setTyped(all);
    send.reset();
    if (step < LAST_STEP) setStep(step + 1);
    else send.mutate(requestOf(all as Typed));
  };
  return (
    <div className="gate-box wide">
      <h2>{t('setup.title')}</h2>
      <p className="about">{t('setup.about')}</p>
      <Steps
        size="small"
        current={step}
        style={{ marginBottom: 24 }}
        items={[
          { title: t('setup.stepCode') },
          { title: t('setup.stepOperator') },
          { title: t('setup.stepAdministrators') },
        ]}
      />
      {send.error !== null && <ErrorState error={send.error} />}
      <Form layout="vertical" size="large" requiredMark={false} onFinish={finish} style={{ marginTop: 16 }}>
        {step === 0 && <CodeStep />}
        {step === 1 && <OperatorStep />}
        {step === LAST_STEP && <AdministratorStep />}
        <div className="row">
          {step > 0 && <Button onClick={() => setStep(step - 1)}>{t('common.back')}</Button>}
          <Button type="primary" htmlType="submit" className="grow" loading={send.isPending}>
            {step === LAST_STEP ? t('setup.finish') : t('auth.next')}
          </Button>
        </div>
      </Form>
    </div>
  );
};

const CodeStep = () => {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="code"
      label={t('setup.codeLabel')}
      extra={t('setup.codeHelp')}
      rules={[{ required: true, message: t('common.required') }]}
    >
      <Input autoFocus className="mono" maxLength={64} />
    </Form.Item>
  );
};

const OperatorStep = () => {
  const { t } = useTranslation();
  const required = { required: true, message: t('common.required') };
  return (
    <>
      <p className="soft" style={{ marginBottom: 14 }}>
        {t('setup.operatorHelp')}
      </p>
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item
          name="name"
          label={t('auth.name')}
          tooltip={t('setup.nameRule')}
          rules={[required, { pattern: /^[a-z][a-z0-9._-]{1,31}$/, message: t('setup.nameRule') }]}
        >
          <Input autoFocus autoComplete="username" />
        </Form.Item>
        <Form.Item name="displayName" label={t('setup.displayName')} rules={[required]}>
          <Input maxLength={64} />
        </Form.Item>
      </div>
      <p className="faint" style={{ marginBottom: 10 }}>
        {t('setup.passwordRule')}
      </p>
      <PasswordPair />
    </>
  );
};

const AdministratorStep = () => {
  const { t } = useTranslation();
  return (
    <div className="panel" style={{ padding: '14px 16px', marginBottom: 18 }}>
      <strong>{t('setup.separation')}</strong>
      <p className="soft" style={{ marginTop: 6 }}>
        {t('setup.separationHelp')}
      </p>
    </div>
  );
};
