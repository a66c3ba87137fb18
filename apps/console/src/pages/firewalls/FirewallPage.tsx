import { firewallPermissions, type Firewall, type FirewallDetail } from '@chedun/firewalls/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Popconfirm, Skeleton, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { getFirewall, removeFirewall, uploadExport } from '../../api/firewalls.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { adviceOf, formatName, mendedOf } from './kinds.ts';
import { RuleTable, WeaknessTable } from './RuleTables.tsx';

/** One firewall: what is wrong with its rules, the rules, what changed. */
export const FirewallPage = () => {
  const { id } = useParams({ from: '/app/firewalls/$id' });
  const mayWrite = useMay()(firewallPermissions.write);
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['firewalls', 'one', id],
    queryFn: ({ signal }) => getFirewall(id, signal),
  });
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { firewall } = data;
  return (
    <div className="page stack">
      <PageHead
        title={firewall.name}
        about={
          <span className="row wrap" style={{ gap: 10 }}>
            <Link to="/firewalls">{t('firewalls.back')}</Link>
            <span>{[firewall.place, firewall.owner].filter((each) => each !== '').join(' · ')}</span>
          </span>
        }
        extra={mayWrite && <Actions firewall={firewall} />}
      />
      {firewall.uploadedAt === null ? (
        <EmptyState title={t('firewalls.never')} hint={t('firewalls.emptyHint')} />
      ) : (
        <Analysed detail={data} />
      )}
    </div>
  );
};

const Actions = ({ firewall: { id } }: { readonly firewall: Firewall }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const upload = useMutation({
    mutationFn: uploadExport,
    onSuccess: async (detail) => {
      client.setQueryData(['firewalls', 'one', id], detail);
      await client.invalidateQueries({ queryKey: ['firewalls', 'list'] });
      say.done(t('firewalls.uploaded', { rules: detail.firewall.rules }));
    },
    onError: say.problem,
  });
  const remove = useMutation({
    mutationFn: removeFirewall,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['firewalls', 'list'] });
      await navigate({ to: '/firewalls' });
    },
    onError: say.problem,
  });
  return (
    <>
      <Popconfirm title={t('firewalls.askRemove')} onConfirm={() => remove.mutate(id)}>
        <Button danger loading={remove.isPending}>
          {t('firewalls.remove')}
        </Button>
      </Popconfirm>
      <Upload
        showUploadList={false}
        beforeUpload={(file) => {
          upload.mutate({ id, file });
          return false;
        }}
      >
        <Button type="primary" loading={upload.isPending}>
          {t('firewalls.upload')}
        </Button>
      </Upload>
    </>
  );
};

const Analysed = ({ detail }: { readonly detail: FirewallDetail }) => (
  <>
    <Figures firewall={detail.firewall} />
    <WeaknessTable weaknesses={detail.weaknesses} />
    <RuleTable rules={detail.rules} />
    <Unread unread={detail.unread} />
    <Changes changes={detail.changes} />
    <Versions versions={detail.versions} />
  </>
);

const Figures = ({ firewall }: { readonly firewall: Firewall }) => {
  const { t } = useTranslation();
  const { format, rules, unread, uploadedAt, uploadedBy, version } = firewall;
  const mended = mendedOf(firewall);
  return (
    <div className="kpis">
      <Kpi label={t('firewalls.problems')} value={mended} tone={mended > 0 ? 'critical' : 'good'} />
      <Kpi label={t('firewalls.advice')} value={adviceOf(firewall)} tone="info" />
      <Kpi label={t('firewalls.rules')} value={rules} note={format === null ? undefined : formatName(t, format)} />
      <Kpi label={t('firewalls.unread')} value={unread} tone={unread > 0 ? 'medium' : 'good'} />
      <Kpi
        label={t('firewalls.uploadedAt')}
        value={<span style={{ fontSize: 16 }}>{uploadedAt !== null && <TimeText at={uploadedAt} />}</span>}
        note={`${t('firewalls.version', { version })} · ${uploadedBy}`}
      />
    </div>
  );
};

const Unread = ({ unread }: Pick<FirewallDetail, 'unread'>) => {
  const { t } = useTranslation();
  if (unread.length === 0) return null;
  return (
    <Panel title={t('firewalls.unreadTitle')} hint={t('firewalls.unreadHint')}>
      {unread.map(({ line, text }) => (
        <div key={line} className="mono wrap-any">
          {line}: {text}
        </div>
      ))}
    </Panel>
  );
};

const Changes = ({ changes }: Pick<FirewallDetail, 'changes'>) => {
  const { t } = useTranslation();
  if (changes.length === 0) return null;
  return (
    <Panel title={t('firewalls.changes')}>
      {changes.map(({ kind, text }) => (
        <div key={`${kind} ${text}`} className="row" style={{ gap: 8 }}>
          <span className="chip" data-tone={kind === 'added' ? 'good' : 'high'}>
            {t(`firewalls.change.${kind}`)}
          </span>
          <span className="mono wrap-any">{text}</span>
        </div>
      ))}
    </Panel>
  );
};

const Versions = ({ versions }: Pick<FirewallDetail, 'versions'>) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('firewalls.versions')}>
      {versions.map(({ version, at, by, sm3, rules }) => (
        <div key={version} className="row wrap" style={{ gap: 10 }}>
          <span>{t('firewalls.version', { version })}</span>
          <TimeText at={at} />
          <span>{by}</span>
          <span className="tabular">
            {t('firewalls.rules')} {rules}
          </span>
          <span className="mono faint">SM3 {sm3.slice(0, 16)}</span>
        </div>
      ))}
    </Panel>
  );
};
