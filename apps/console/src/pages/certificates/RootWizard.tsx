import { PlusOutlined } from '@ant-design/icons';
import type { Algorithm, CeremonyPlan } from '@chedun/certificates/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Input, InputNumber, Modal, Segmented, Steps } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeCeremony } from '../../api/certificates.ts';
import { Facts } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { Field } from './Field.tsx';

type RootPlan = Extract<CeremonyPlan, { readonly kind: 'create-root' }>;

const SLUG = /^[a-z][a-z0-9-]{1,39}$/;

const first = (t: TFunction): RootPlan => ({
  kind: 'create-root',
  root: { name: 'root', title: t('certificates.wizard.rootTitle') },
  organization: '',
  algorithm: 'sm2',
  years: 20,
  issuing: [
    { name: 'vehicle-ca', title: t('certificates.wizard.vehicleTitle'), years: 10 },
    { name: 'cloud-ca', title: t('certificates.wizard.cloudTitle'), years: 10 },
    { name: 'device-ca', title: t('certificates.wizard.deviceTitle'), years: 10 },
  ],
});

const isReady = ({ root, organization, issuing }: RootPlan, step: number): boolean => {
  const good = ({ name, title }: { readonly name: string; readonly title: string }): boolean =>
    SLUG.test(name) && title.trim() !== '';
  if (step === 0) return good(root) && organization.trim() !== '';
  const names = [root.name, ...issuing.map(({ name }) => name)];
  return issuing.every(good) && new Set(names).size === names.length;
};

interface StepProps {
  readonly plan: RootPlan;
  readonly onChange: (plan: RootPlan) => void;
}

/** Three steps to the first hierarchy: root, issuing authorities, check. It ends in a proposal for a second person. */
export const RootWizard = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  const [plan, setPlan] = useState(() => first(t));
  const propose = useMutation({
    mutationFn: proposeCeremony,
    onSuccess: async () => {
      say.done(t('certificates.wizard.submitted'));
      await client.invalidateQueries({ queryKey: ['certificates'] });
      onClose();
      await navigate({ to: '/certificates', search: { tab: 'ceremonies' } });
    },
    onError: say.problem,
  });
  const next = () => (step < 2 ? setStep(step + 1) : propose.mutate({ plan, note: t('certificates.wizard.note') }));
  return (
    <Modal
      open
      width={760}
      title={t('certificates.create')}
      okText={t(step < 2 ? 'certificates.wizard.next' : 'certificates.wizard.submit')}
      cancelText={t(step === 0 ? 'common.cancel' : 'certificates.wizard.back')}
      okButtonProps={{ disabled: !isReady(plan, step) }}
      cancelButtonProps={{ onClick: () => (step === 0 ? onClose() : setStep(step - 1)) }}
      confirmLoading={propose.isPending}
      onCancel={onClose}
      onOk={next}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <Steps
          size="small"
          current={step}
          items={(['root', 'issuing', 'confirm'] as const).map((key) => ({
            title: t(`certificates.wizard.steps.${key}`),
          }))}
        />
        {step === 0 && <RootStep plan={plan} onChange={setPlan} />}
        {step === 1 && <IssuingStep plan={plan} onChange={setPlan} />}
        {step === 2 && <ConfirmStep plan={plan} />}
      </div>
    </Modal>
  );
};

const RootStep = ({ plan, onChange }: StepProps) => {
  const { t } = useTranslation();
  return (
    <>
      <span>{t('certificates.wizard.rootAbout')}</span>
      <Field label={t('certificates.wizard.organization')}>
        <Input
          autoFocus
          value={plan.organization}
          maxLength={60}
          aria-label={t('certificates.wizard.organization')}
          onChange={({ target }) => onChange({ ...plan, organization: target.value })}
        />
      </Field>
      <Field label={t('certificates.wizard.title')}>
        <Input
          value={plan.root.title}
          maxLength={60}
          onChange={({ target }) => onChange({ ...plan, root: { ...plan.root, title: target.value } })}
        />
      </Field>
      <Field label={t('certificates.wizard.name')} hint={t('certificates.wizard.nameHint')}>
        <Input
          className="mono"
          value={plan.root.name}
          onChange={({ target }) => onChange({ ...plan, root: { ...plan.root, name: target.value } })}
        />
      </Field>
      <Field label={t('certificates.wizard.algorithm')}>
        <Segmented<Algorithm>
          value={plan.algorithm}
          onChange={(algorithm) => onChange({ ...plan, algorithm })}
          options={(['sm2', 'ecdsa-p256'] as const).map((value) => ({
            value,
            label: t(`certificates.algorithm.${value}`),
          }))}
        />
      </Field>
      <Field label={t('certificates.wizard.years')}>
        <InputNumber
          min={1}
          max={40}
          value={plan.years}
          onChange={(years) => onChange({ ...plan, years: years ?? 20 })}
        />
      </Field>
    </>
  );
};

const IssuingStep = ({ plan, onChange }: StepProps) => {
  const { t } = useTranslation();
  const set = (at: number, change: Partial<RootPlan['issuing'][number]>) =>
    onChange({ ...plan, issuing: plan.issuing.map((each, index) => (index === at ? { ...each, ...change } : each)) });
  return (
    <>
      <span>{t('certificates.wizard.issuingAbout')}</span>
      {plan.issuing.map((each, at) => (
        <div key={at} className="row nowrap">
          <Input
            className="mono"
            style={{ width: 170 }}
            value={each.name}
            aria-label={t('certificates.wizard.name')}
            onChange={({ target }) => set(at, { name: target.value })}
          />
          <Input
            value={each.title}
            aria-label={t('certificates.wizard.title')}
            onChange={({ target }) => set(at, { title: target.value })}
          />
          <InputNumber
            min={1}
            max={20}
            value={each.years}
            aria-label={t('certificates.wizard.years')}
            onChange={(years) => set(at, { years: years ?? 10 })}
          />
          <Button
            type="text"
            danger
            onClick={() => onChange({ ...plan, issuing: plan.issuing.filter((_, index) => index !== at) })}
          >
            {t('certificates.wizard.remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button
          icon={<PlusOutlined />}
          disabled={plan.issuing.length >= 10}
          onClick={() => onChange({ ...plan, issuing: [...plan.issuing, { name: '', title: '', years: 10 }] })}
        >
          {t('certificates.wizard.addIssuing')}
        </Button>
      </div>
    </>
  );
};

const ConfirmStep = ({ plan }: { readonly plan: RootPlan }) => {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="info" showIcon title={t('certificates.wizard.confirmAbout')} />
      <Facts
        items={[
          [t('certificates.wizard.organization'), plan.organization],
          [t('certificates.kind.root'), `${plan.root.title} · ${plan.years}`],
          [t('certificates.wizard.algorithm'), t(`certificates.algorithm.${plan.algorithm}`)],
          [t('certificates.kind.issuing'), plan.issuing.map(({ title, years }) => `${title} · ${years}`).join(' / ')],
        ]}
      />
    </>
  );
};
