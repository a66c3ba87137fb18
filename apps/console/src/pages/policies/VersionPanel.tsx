import { policyPermissions, type Policy, type Version } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginVersion, getVersion, submitVersion, versionFile } from '../../api/policies.ts';
import { useMay, useMe } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { MarkdownText } from '../../ui/MarkdownText.tsx';
import { AcknowledgeFoot } from './AcknowledgeFoot.tsx';
import { DifferencePanel } from './DifferencePanel.tsx';
import { DraftEditor } from './DraftEditor.tsx';
import { SignatureLine } from './parts.tsx';
import { ApproveDialog, ReturnDialog } from './PolicyDialogs.tsx';
import { usePolicyWork } from './usePolicyWork.ts';

interface VersionProps {
  readonly policy: Policy;
  readonly version: Version;
}

/** One version: its text to read, or its draft to write, and what can be done with it. */
export const VersionPanel = ({ policy, number }: { readonly policy: Policy; readonly number: number }) => {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const found = useQuery({
    queryKey: ['policies', 'version', policy.id, number],
    queryFn: ({ signal }) => getVersion(policy.id, number, signal),
  });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const version = found.data;
  if (version === undefined) return <Skeleton active paragraph={{ rows: 10 }} />;
  if (editing) return <DraftEditor policy={policy} version={version} onClose={() => setEditing(false)} />;
  const title = `${t('policies.versionOf', { number })} · ${t(`policies.versionState.${version.state}`)}`;
  return (
    <>
      <Panel title={title} extra={<Actions policy={policy} version={version} onEdit={() => setEditing(true)} />}>
        {version.returned !== null && (
          <Alert
            type="warning"
            showIcon
            style={{ marginBottom: 12 }}
            title={t('policies.returned', { reason: version.returned })}
          />
        )}
        {version.file === null ? (
          <MarkdownText text={version.text} />
        ) : (
          <Button href={versionFile(policy.id, number)}>
            {t('policies.download')} · {version.file.name}
          </Button>
        )}
        <AcknowledgeFoot policy={policy} number={number} />
      </Panel>
      <VersionFacts version={version} />
      {number > 1 && <DifferencePanel id={policy.id} from={number - 1} to={number} />}
    </>
  );
};

const VersionFacts = ({ version }: Pick<VersionProps, 'version'>) => {
  const { t } = useTranslation();
  const { author, approver, obligations, references, note, contentSm3, signature } = version;
  return (
    <Panel>
      <Facts
        items={[
          [t('policies.author'), author.name],
          [t('policies.approver'), approver?.name],
          [t('policies.clauses'), obligations.join(' ')],
          [t('policies.references'), references.join(' · ')],
          [t('policies.note'), note],
          [t('policies.digest'), <span className="mono clip">{contentSm3}</span>],
          [t('policies.signatureName'), <SignatureLine signature={signature} />],
        ]}
      />
    </Panel>
  );
};

const Actions = ({ policy, version, onEdit }: VersionProps & { readonly onEdit: () => void }) => {
  const { t } = useTranslation();
  const may = useMay();
  if (policy.retired !== null) return null;
  if (version.state === 'submitted') return <ApproverActions policy={policy} version={version} />;
  if (!may(policyPermissions.write)) return null;
  if (version.state === 'draft') return <AuthorActions policy={policy} version={version} onEdit={onEdit} />;
  return policy.working === null ? <BeginAction id={policy.id} label={t('policies.begin')} /> : null;
};

const AuthorActions = ({ policy, version, onEdit }: VersionProps & { readonly onEdit: () => void }) => {
  const { t } = useTranslation();
  const submit = usePolicyWork(submitVersion);
  return (
    <>
      <Button onClick={onEdit}>{t('policies.editDraft')}</Button>
      <Popconfirm
        title={t('policies.submitSure')}
        onConfirm={() => submit.mutate({ id: policy.id, number: version.number })}
      >
        <Button type="primary" loading={submit.isPending}>
          {t('policies.submit')}
        </Button>
      </Popconfirm>
    </>
  );
};

const ApproverActions = ({ policy, version }: VersionProps) => {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const [open, setOpen] = useState<'nothing' | 'approve' | 'return'>('nothing');
  if (!may(policyPermissions.approve)) return null;
  const close = () => setOpen('nothing');
  const isAuthor = me?.id === version.author.id;
  return (
    <>
      <Button onClick={() => setOpen('return')}>{t('policies.back')}</Button>
      <Button
        type="primary"
        disabled={isAuthor}
        title={isAuthor ? t('policies.submitSure') : ''}
        onClick={() => setOpen('approve')}
      >
        {t('policies.approve')}
      </Button>
      {open === 'approve' && <ApproveDialog policy={policy} number={version.number} onClose={close} />}
      {open === 'return' && <ReturnDialog policy={policy} number={version.number} onClose={close} />}
    </>
  );
};

const BeginAction = ({ id, label }: { readonly id: string; readonly label: string }) => {
  const navigate = useNavigate();
  const begin = usePolicyWork(beginVersion, {
    onDone: ({ versions }) => {
      const newest = versions[0];
      if (newest !== undefined)
        void navigate({ to: '/policies/$id', params: { id }, search: { version: newest.number } });
    },
  });
  return (
    <Button loading={begin.isPending} onClick={() => begin.mutate(id)}>
      {label}
    </Button>
  );
};
