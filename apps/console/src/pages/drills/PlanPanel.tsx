import { drillPermissions, PlanText, type Plan, type PlanDetail } from '@chedun/drills/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Popconfirm, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approvePlan, draftPlan, getPlan } from '../../api/drills.ts';
import { useMay } from '../../app/session.ts';
import { namesText } from '../../lib/names.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const KEY = ['drills', 'plan'] as const;
const SECTIONS = Object.keys(PlanText.shape) as (keyof PlanText)[];

const usePlanWork = <Input,>(work: (input: Input) => Promise<PlanDetail>, onDone?: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: (plan) => {
      client.setQueryData(KEY, plan);
      say.done(t('common.saved'));
      onDone?.();
    },
    onError: say.problem,
  });
};

/** The emergency plan: its versions, and the playbooks that each is bound to. */
export const PlanPanel = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const plan = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getPlan(signal) });
  const { data } = plan;
  if (data === undefined)
    return plan.error === null ? (
      <Skeleton active paragraph={{ rows: 6 }} />
    ) : (
      <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
    );
  const draft = may(drillPermissions.plan) && (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('drills.draft')}
    </Button>
  );
  return (
    <div className="stack">
      {data.current === null ? (
        <Panel>
          <EmptyState title={t('drills.planEmpty')} hint={t('drills.planEmptyHint')} action={draft} />
        </Panel>
      ) : (
        <>
          <div className="row">{draft}</div>
          {data.versions.map((version, n) => (
            <PlanView key={version.version} plan={version} isNewest={n === 0} />
          ))}
        </>
      )}
      {open && <DraftDialog detail={data} onClose={() => setOpen(false)} />}
    </div>
  );
};

const PlanView = ({ plan, isNewest }: { readonly plan: Plan; readonly isNewest: boolean }) => {
  const { t } = useTranslation();
  const may = useMay();
  const approve = usePlanWork(() => approvePlan(plan.version));
  return (
    <Panel
      title={
        <span className="row">
          {t('drills.versionOf', { version: plan.version })}
          <Chip tone={plan.approvedAt === null ? 'medium' : 'good'}>
            {t(plan.approvedAt === null ? 'drills.waiting' : 'drills.inForce')}
          </Chip>
        </span>
      }
      extra={
        plan.approvedAt === null &&
        may(drillPermissions.approve) && (
          <Popconfirm title={t('drills.askApprove')} onConfirm={() => approve.mutate(undefined)}>
            <Button size="small" type="primary" loading={approve.isPending}>
              {t('drills.approve')}
            </Button>
          </Popconfirm>
        )
      }
    >
      <div className="stack">
        {isNewest && plan.changed.length > 0 && (
          <Alert type="warning" showIcon title={t('drills.changed', { names: namesText(plan.changed) })} />
        )}
        <div className="row wrap soft" style={{ gap: 12 }}>
          <span>{t('drills.drafted', { who: plan.draftedBy })}</span>
          <TimeText at={plan.draftedAt} />
          {plan.approvedBy !== null && (
            <>
              <span>{t('drills.approvedBy', { who: plan.approvedBy })}</span>
              <TimeText at={plan.approvedAt} />
            </>
          )}
          {plan.sm3 !== null && <span className="mono faint">SM3 {plan.sm3.slice(0, 16)}…</span>}
        </div>
        <div className="row wrap" style={{ gap: 8 }}>
          <span className="faint">{t('drills.bound')}</span>
          {plan.playbooks.map(({ id, name, version, dry }) => (
            <Chip key={id} title={version} tone={dry === null ? 'info' : dry === 'succeeded' ? 'good' : 'critical'}>
              {dry === null ? name : `${name} · ${t(`drills.dry.${dry}`)}`}
            </Chip>
          ))}
        </div>
        {isNewest && (
          <Facts items={SECTIONS.map((section) => [t(`drills.sections.${section}`), plan.text[section]] as const)} />
        )}
      </div>
    </Panel>
  );
};

type Written = PlanText & { readonly playbooks: string[] };

const DraftDialog = ({ detail, onClose }: { readonly detail: PlanDetail; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Written>();
  const save = usePlanWork(({ playbooks, ...text }: Written) => draftPlan({ text, playbooks }), onClose);
  const rules = [{ required: true, message: t('common.required') }];
  const known = detail.available.map(({ id }) => id);
  const before = detail.current;
  return (
    <Modal
      open
      width={760}
      title={t('drills.draft')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {known.length === 0 && <Alert type="warning" showIcon title={t('drills.noPlaybooks')} />}
      <p className="faint">{t('drills.rolesHint')}</p>
      <Form<Written>
        form={form}
        layout="vertical"
        initialValues={{
          ...before?.text,
          playbooks: (before?.playbooks ?? []).map(({ id }) => id).filter((id) => known.includes(id)),
        }}
        onFinish={(written) => save.mutate(written)}
      >
        <Form.Item name="playbooks" label={t('drills.bound')} rules={rules}>
          <Select
            mode="multiple"
            options={detail.available.map(({ id, name, version }) => ({ value: id, label: name, title: version }))}
          />
        </Form.Item>
        {SECTIONS.map((section) => (
          <Form.Item key={section} name={section} label={t(`drills.sections.${section}`)} rules={rules}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
};
