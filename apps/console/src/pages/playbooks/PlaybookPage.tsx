import { playbookPermissions, type PlaybookDetail } from '@chedun/playbooks/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approvePlaybook, dryRun, getPlaybook, playbookFileUrl } from '../../api/playbooks.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ReasonDialog, useLocalName } from './parts.tsx';
import { ProblemList } from './ProblemList.tsx';
import { StartDialog } from './StartDialog.tsx';
import { WorkflowPicture } from './WorkflowPicture.tsx';

/** One playbook: its workflow, versions, approval; from here a run is started. */
export const PlaybookPage = () => {
  const { id } = useParams({ from: '/app/playbooks/$id' });
  const detail = useQuery({ queryKey: ['playbooks', id], queryFn: ({ signal }) => getPlaybook(id, signal) });
  if (detail.data !== undefined) return <Loaded detail={detail.data} />;
  return (
    <div className="page">
      {detail.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
      )}
    </div>
  );
};

const Loaded = ({ detail }: { readonly detail: PlaybookDetail }) => {
  const { t } = useTranslation();
  const local = useLocalName();
  return (
    <div className="page stack">
      <PageHead
        title={local(detail.name)}
        about={
          <span className="row wrap" style={{ gap: 8 }}>
            <Link to="/playbooks">{t('playbooks.back')}</Link>
            {detail.obligations.map((each) => (
              <Chip key={each} tone="primary">
                {each}
              </Chip>
            ))}
            {detail.approvedAt === null && <Chip tone="medium">{t('playbooks.notApproved')}</Chip>}
          </span>
        }
        extra={<Buttons detail={detail} />}
      />
      {detail.description !== '' && (
        <p className="soft" style={{ whiteSpace: 'pre-line', margin: 0 }}>
          {detail.description}
        </p>
      )}
      <Panel title={t('playbooks.workflow')} hint={t('playbooks.workflowHint')}>
        <WorkflowPicture nodes={detail.nodes} edges={detail.edges} />
      </Panel>
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', alignItems: 'start' }}>
        <Panel title={t('playbooks.inputs')}>
          <Facts
            items={detail.inputs.map(({ name, description, required }) => [
              <span key={name} className="mono">
                {name}
              </span>,
              `${description}${required ? '' : ` (${t('playbooks.optional')})`}`,
            ])}
          />
        </Panel>
        <Versions detail={detail} />
      </div>
      {detail.problems.length > 0 && (
        <Panel title={t('playbooks.problemsTitle')}>
          <ProblemList problems={detail.problems} />
        </Panel>
      )}
    </div>
  );
};

const Versions = ({ detail }: { readonly detail: PlaybookDetail }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('playbooks.versions')}>
      <ul className="run-trace">
        {detail.history.map(({ version, sm3, importedBy, approvedBy, approvedAt }) => (
          <li key={version}>
            <TimeText at={version} />
            <span>
              {t('playbooks.importedBy', { by: importedBy })}
              {' · '}
              {approvedAt === null
                ? t('playbooks.notApproved')
                : t('playbooks.approvedBy', { by: approvedBy ?? '' })}{' '}
              {approvedAt !== null && <TimeText at={approvedAt} />}
              <br />
              <span className="mono faint">SM3 {sm3.slice(0, 24)}…</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const Buttons = ({ detail }: { readonly detail: PlaybookDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [open, setOpen] = useState<'approve' | 'start'>();
  const approve = useMutation({
    mutationFn: approvePlaybook,
    onSuccess: async () => {
      setOpen(undefined);
      await client.invalidateQueries({ queryKey: ['playbooks'] });
    },
    onError: say.problem,
  });
  const dry = useMutation({
    mutationFn: dryRun,
    onSuccess: ({ status, entered, unentered }) =>
      say.done(t(`playbooks.dryDone.${status}`, { entered: entered.length, unentered: unentered.length })),
    onError: say.problem,
  });
  return (
    <>
      <Button href={playbookFileUrl(detail.id)}>{t('playbooks.export')}</Button>
      <Button loading={dry.isPending} onClick={() => dry.mutate({ id: detail.id, values: {} })}>
        {t('playbooks.dry')}
      </Button>
      {may(playbookPermissions.approve) && (
        <Button onClick={() => setOpen('approve')}>
          {t(detail.approvedAt === null ? 'playbooks.approve' : 'playbooks.review')}
        </Button>
      )}
      {may(playbookPermissions.run) && (
        <Button type="primary" disabled={detail.approvedAt === null} onClick={() => setOpen('start')}>
          {t('playbooks.start')}
        </Button>
      )}
      {open === 'approve' && (
        <ReasonDialog
          title={t('playbooks.approve')}
          about={<Alert type="info" showIcon title={t('playbooks.approveAbout')} />}
          busy={approve.isPending}
          onOk={(note) => approve.mutate({ id: detail.id, version: detail.version, note })}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'start' && (
        <StartDialog playbook={detail.id} subject={{ kind: 'none' }} values={{}} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
};
