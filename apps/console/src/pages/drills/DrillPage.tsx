import { drillPermissions, type Run } from '@chedun/drills/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getRun, issueReport, openReview, runWork } from '../../api/drills.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { DetectionTable } from './DetectionTable.tsx';
import { ExpectationPanel } from './ExpectationPanel.tsx';
import { InjectPanel } from './InjectPanel.tsx';
import { LogPanel } from './LogPanel.tsx';
import { RunStateChip, useRunWork, useTimes } from './parts.tsx';
import { TimeLine } from './TimeLine.tsx';

/** One drill while it runs, and what came of it. */
export const DrillPage = () => {
  const { id } = useParams({ from: '/app/drills/$id' });
  const run = useQuery({
    queryKey: ['drills', 'run', id],
    queryFn: ({ signal }) => getRun(id, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 5000 : 60_000),
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

const Loaded = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row wrap">
            {textIn(run.title, language)}
            <RunStateChip state={run.state} />
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 10 }}>
            <Link to="/drills">{t('drills.back')}</Link>
            <span className="mono">{run.number}</span>
          </span>
        }
        extra={<Actions run={run} />}
      />
      <Results run={run} />
      <Panel title={t('drills.timeline')} hint={t('drills.isolation')}>
        <TimeLine run={run} />
      </Panel>
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)', gap: 12 }}>
        <div className="stack">
          <ExpectationPanel run={run} />
          <DetectionTable run={run} />
        </div>
        <div className="stack">
          <InjectPanel run={run} />
          <Panel>
            <Facts
              items={[
                [t('drills.goal'), textIn(run.goal, language)],
                [t('drills.briefing'), textIn(run.briefing, language)],
                [t('drills.observer'), run.observer],
                [
                  t('drills.team'),
                  run.participants.map(({ name, role }) => `${name} · ${t(`dutyRoster.roles.${role}`)}`).join(' / '),
                ],
              ]}
            />
          </Panel>
          <LogPanel run={run} />
        </div>
      </div>
    </div>
  );
};

const Results = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const times = useTimes();
  if (run.score === null) return null;
  const tone = run.score >= 80 ? 'good' : run.score >= 60 ? 'medium' : 'critical';
  return (
    <div className="grid" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: 10 }}>
      <Kpi label={t('drills.score')} value={run.score} tone={tone} />
      <Kpi label={t('drills.metOf')} value={`${run.met}/${run.expectations.length}`} />
      <Kpi label={t('drills.detectAfter')} value={times.detect(run) || '—'} />
      <Kpi label={t('drills.reportAfter')} value={times.report(run) || '—'} />
      {run.families.map(({ family, score, met, of }) => (
        <Kpi key={family} label={t(`drills.families.${family}`)} value={score} note={`${met}/${of}`} />
      ))}
    </div>
  );
};

const Actions = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const navigate = useNavigate();
  const [stopping, setStopping] = useState(false);
  const start = useRunWork(() => runWork.start(run.id));
  const review = useMutation({
    mutationFn: () => openReview({ kind: 'drill', id: run.id }),
    onSuccess: ({ id }) => void navigate({ to: '/reviews/$id', params: { id } }),
    onError: say.problem,
  });
  const report = useMutation({
    mutationFn: () => issueReport(run.id),
    onSuccess: () => say.done(t('drills.reported')),
    onError: say.problem,
  });
  const manages = may(drillPermissions.manage);
  return (
    <>
      {manages && run.state === 'prepared' && (
        <Popconfirm title={t('drills.askStart')} onConfirm={() => start.mutate(undefined)}>
          <Button type="primary" loading={start.isPending}>
            {t('drills.start')}
          </Button>
        </Popconfirm>
      )}
      {manages && run.state === 'running' && <Button onClick={() => setStopping(true)}>{t('drills.stop')}</Button>}
      {may(drillPermissions.review) && run.endedAt !== null && (
        <>
          <Button loading={report.isPending} onClick={() => report.mutate()}>
            {t('drills.report')}
          </Button>
          <Button type="primary" loading={review.isPending} onClick={() => review.mutate()}>
            {t('drills.review')}
          </Button>
        </>
      )}
      {stopping && <StopDialog run={run} onClose={() => setStopping(false)} />}
    </>
  );
};

const StopDialog = ({ run, onClose }: { readonly run: Run; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const stop = useRunWork(({ reason }: { reason: string }) => runWork.stop(run.id, reason), onClose);
  return (
    <Modal open title={t('drills.stop')} confirmLoading={stop.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <p className="soft">{t('drills.askStop')}</p>
      <Form form={form} layout="vertical" onFinish={(written) => stop.mutate(written)}>
        <Form.Item name="reason" label={t('drills.reason')} rules={[{ required: true, message: t('common.required') }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
