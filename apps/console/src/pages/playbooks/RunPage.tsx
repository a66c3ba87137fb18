import { playbookPermissions, type RunDetail } from '@chedun/playbooks/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getRun, stopRun } from '../../api/playbooks.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ReasonDialog, RunStatusChip, useLocalName } from './parts.tsx';
import { StepCard } from './StepCard.tsx';
import { WorkflowPicture, type StepState } from './WorkflowPicture.tsx';

/** One run while it goes: what the product did and proved, what people have to do, and what can be taken back. */
export const RunPage = () => {
  const { id } = useParams({ from: '/app/playbook-runs/$id' });
  const run = useQuery({
    queryKey: ['playbook-runs', id],
    queryFn: ({ signal }) => getRun(id, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 2000 : 30_000),
  });
  if (run.data !== undefined) return <Loaded run={run.data} />;
  return (
    <div className="page">
      {run.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      )}
    </div>
  );
};

/** State of each step for the picture: that of its newest visit, else whether the run came by. */
const statesOf = (run: RunDetail): Readonly<Record<string, StepState>> => ({
  ...Object.fromEntries(run.trace.flatMap(({ kind, step }) => (kind === 'entered' ? [[step, 'passed' as const]] : []))),
  ...Object.fromEntries(run.steps.map(({ step, status }) => [step, status] as const)),
});

const Subject = ({ run }: { readonly run: RunDetail }) => {
  const { t } = useTranslation();
  const { kind, id, title } = run.subject;
  if (kind === 'none') return <span>{t('playbooks.subjects.none')}</span>;
  if (kind === 'incident') return <span>{title}</span>;
  return (
    <Link to="/findings/$id" params={{ id }}>
      {title}
    </Link>
  );
};

const Loaded = ({ run }: { readonly run: RunDetail }) => {
  const { t } = useTranslation();
  const local = useLocalName();
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row wrap">
            {local(run.name)}
            <RunStatusChip status={run.status} />
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 10 }}>
            <Link to="/playbooks" search={{ tab: 'runs' }}>
              {t('playbooks.backToRuns')}
            </Link>
            <Subject run={run} />
          </span>
        }
        extra={<Stop run={run} />}
      />
      <div className="kpis">
        <Kpi label={t('playbooks.startedAt')} value={<TimeText at={run.startedAt} />} note={run.startedBy} />
        <Kpi label={t('playbooks.minutesToStart')} value={run.minutesToStart ?? '–'} unit={t('playbooks.minutes')} />
        <Kpi label={t('playbooks.waiting')} value={run.waiting} tone={run.waiting > 0 ? 'medium' : 'info'} />
        <Kpi label={t('playbooks.effects')} value={run.effects} note={run.reason ?? undefined} />
      </div>
      <Panel title={t('playbooks.workflow')}>
        <WorkflowPicture nodes={run.nodes} edges={run.edges} states={statesOf(run)} />
      </Panel>
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) 420px', alignItems: 'start' }}>
        <Panel title={t('playbooks.stepsTitle')}>
          <div className="stack">
            {run.steps.map((step) => (
              <StepCard key={step.visit} run={run} step={step} />
            ))}
          </div>
        </Panel>
        <Timeline run={run} />
      </div>
    </div>
  );
};

const HIDDEN = new Set(['entered', 'left', 'chose']);

const Timeline = ({ run }: { readonly run: RunDetail }) => {
  const { t } = useTranslation();
  const local = useLocalName();
  const names = new Map(run.nodes.map(({ id, name, kind }) => [id, kind === 'start' ? '' : local(name)]));
  return (
    <Panel title={t('playbooks.timeline')} hint={t('playbooks.timelineHint')}>
      <ul className="run-trace">
        {run.trace
          .filter(({ kind }) => !HIDDEN.has(kind))
          .map(({ at, kind, step, visit, detail, by }, index) => (
            <li key={`${visit} ${kind} ${index}`}>
              <TimeText at={at} />
              <span>
                <b>{t(`playbooks.trace.${kind}`, kind)}</b> {names.get(step)}{' '}
                {by !== null && <span className="soft">{by}</span>}
                {detail !== '' && <div className="faint">{detail}</div>}
              </span>
            </li>
          ))}
      </ul>
    </Panel>
  );
};

const Stop = ({ run }: { readonly run: RunDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const stop = useMutation({
    mutationFn: stopRun,
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: ['playbook-runs'] });
    },
    onError: say.problem,
  });
  if (run.status !== 'running' || !may(playbookPermissions.run)) return null;
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('playbooks.stop')}
      </Button>
      {open && (
        <ReasonDialog
          title={t('playbooks.stop')}
          about={t('playbooks.stopAbout')}
          busy={stop.isPending}
          onOk={(comment) => stop.mutate({ id: run.id, comment })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
};
