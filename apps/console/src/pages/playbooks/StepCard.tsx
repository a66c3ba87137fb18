import { playbookPermissions, type RunDetail, type RunStep } from '@chedun/playbooks/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assignStep, orderStep } from '../../api/playbooks.ts';
import { useMay, useMe } from '../../app/session.ts';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { CompleteDialog } from './CompleteDialog.tsx';
import { ReasonDialog, StepStatusChip, useLocalName } from './parts.tsx';

/** One step of a run: what it does, how it stands, and what whoever looks may do with it. */
export const StepCard = ({ run, step }: { readonly run: RunDetail; readonly step: RunStep }) => {
  const { t } = useTranslation();
  const local = useLocalName();
  return (
    <article className="run-step" data-testid={`step-${step.visit}`}>
      <div className="row wrap">
        <b className="grow">{local(step.name)}</b>
        <Chip tone={step.kind === 'action' ? 'primary' : 'info'}>{t(`playbooks.kinds.${step.kind}Step`)}</Chip>
        <StepStatusChip status={step.status} />
      </div>
      {step.commands.map(({ type, text }) => (
        <div key={`${type} ${text}`}>
          {type !== 'manual' && <div className="faint">{t('playbooks.foreignCommand', { type })}</div>}
          <div className={type === 'manual' ? 'run-command' : 'run-command mono'}>{text}</div>
        </div>
      ))}
      {step.action !== null && (
        <div className="mono">
          {step.action}{' '}
          {Object.entries(step.params)
            .map(([name, value]) => `${name}=${value}`)
            .join(' ')}
        </div>
      )}
      <Proof step={step} />
      <Said step={step} />
      {step.status === 'waiting-release' && (
        <Alert
          type="warning"
          showIcon
          title={t(`playbooks.needs.${step.needs ?? 'permission'}`, { permission: step.permission ?? '' })}
        />
      )}
      <Orders run={run} step={step} />
    </article>
  );
};

const Proof = ({ step }: { readonly step: RunStep }) => {
  const { t } = useTranslation();
  if (step.proof === null) return null;
  const { effect } = step;
  const isProven = effect !== null && effect.verifiedAt !== null;
  return (
    <>
      <div className="run-proof" data-tone={isProven ? 'good' : 'critical'}>
        <b>{t(isProven ? 'playbooks.proven' : 'playbooks.notProven')}</b>
        <span className="mono">{step.proof}</span>
      </div>
      {effect !== null && effect.undoneAt !== null && (
        <div className="run-proof" data-tone="info">
          <b>{t('playbooks.undoneBy', { by: effect.undoneBy ?? '' })}</b>
          <span className="mono">{effect.undoProof}</span>
        </div>
      )}
    </>
  );
};

const Said = ({ step }: { readonly step: RunStep }) => {
  const { t } = useTranslation();
  const isTold = step.by !== null || step.comment !== null;
  if (!isTold && step.owner === null && step.dueAt === null) return null;
  return (
    <div className="soft">
      {step.owner !== null && <div>{t('playbooks.owner', { name: step.owner.name })}</div>}
      {step.dueAt !== null && step.endedAt === null && (
        <div>
          {t('playbooks.due')} <TimeText at={step.dueAt} />
        </div>
      )}
      {isTold && (
        <div>
          {step.by} {step.endedAt !== null && <TimeText at={step.endedAt} />} {step.comment}
        </div>
      )}
      {step.evidence !== null && <div>{t('playbooks.evidenceOf', { evidence: step.evidence })}</div>}
    </div>
  );
};

type Order = 'complete' | 'release' | 'undo';

/** What may be done with the step as it stands. */
const ordersOf = (run: RunDetail, step: RunStep): readonly Order[] => {
  if (run.status === 'running' && step.status === 'waiting-person') return ['complete'];
  if (run.status === 'running' && step.status === 'waiting-release') return ['release'];
  const { effect } = step;
  return effect !== null && effect.reversible && effect.undoneAt === null ? ['undo'] : [];
};

const Orders = ({ run, step }: { readonly run: RunDetail; readonly step: RunStep }) => {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const say = useSay();
  const client = useQueryClient();
  const [open, setOpen] = useState<Order>();
  const done = async () => {
    setOpen(undefined);
    await client.invalidateQueries({ queryKey: ['playbook-runs'] });
  };
  const order = useMutation({ mutationFn: orderStep, onSuccess: done, onError: say.problem });
  const assign = useMutation({ mutationFn: assignStep, onSuccess: done, onError: say.problem });
  const orders = ordersOf(run, step);
  const mine = orders.filter((each) =>
    may(each === 'complete' ? playbookPermissions.run : playbookPermissions.release),
  );
  if (mine.length === 0) return null;
  const key = { run: run.id, visit: step.visit };
  const verb = open === 'release' || open === 'undo' ? open : undefined;
  return (
    <div className="row">
      {mine.map((each) => (
        <Button
          key={each}
          type={each === 'undo' ? 'default' : 'primary'}
          danger={each === 'undo'}
          onClick={() => setOpen(each)}
        >
          {t(`playbooks.orders.${each}`)}
        </Button>
      ))}
      {mine.includes('complete') && me !== undefined && step.owner?.id !== me.id && (
        <Button
          onClick={() => assign.mutate({ ...key, owner: { id: me.id, name: me.displayName } })}
          loading={assign.isPending}
        >
          {t('playbooks.takeOver')}
        </Button>
      )}
      {verb !== undefined && (
        <ReasonDialog
          title={t(`playbooks.orders.${verb}`)}
          about={t(`playbooks.orderAbout.${verb}`, { permission: step.permission ?? '' })}
          busy={order.isPending}
          onOk={(comment) => order.mutate({ ...key, verb, comment })}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'complete' && (
        <CompleteDialog run={run.id} step={step} onDone={done} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
};
