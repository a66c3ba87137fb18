import type { Authority } from '@chedun/certificates/contract';
import { certificatesPermissions } from '@chedun/certificates/contract';
import { useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeCeremony, publishList } from '../../api/certificates.ts';
import { apiUrl } from '../../api/client.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const KEY_TONE = { sealed: 'info', online: 'good', revoked: 'critical' } as const;

interface Props {
  readonly query: UseQueryResult<{ readonly items: readonly Authority[] }>;
  readonly setUp: ReactNode;
  readonly proposed: number;
}

/** The hierarchy as a picture: roots with what stands below them. */
export const AuthoritiesTab = ({ query, setUp, proposed }: Props) => {
  const { t } = useTranslation();
  if (query.error !== null && query.data === undefined)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data?.items;
  if (items === undefined) return <Skeleton active />;
  if (items.length === 0)
    return (
      <Panel>
        {proposed > 0 ? (
          <Alert type="warning" showIcon title={t('certificates.wizard.confirmAbout')} />
        ) : (
          <EmptyState title={t('certificates.empty')} hint={t('certificates.emptyHint')} action={setUp} />
        )}
      </Panel>
    );
  const roots = items.filter(({ kind }) => kind === 'root');
  return (
    <div className="ca-tree">
      {roots.map((root) => (
        <div key={root.id} className="ca-tree">
          <Node authority={root} />
          <div className="ca-children">
            {items
              .filter(({ parent }) => parent === root.name)
              .map((authority) => (
                <Node key={authority.id} authority={authority} />
              ))}
          </div>
        </div>
      ))}
    </div>
  );
};

const Node = ({ authority }: { readonly authority: Authority }) => {
  const { t } = useTranslation();
  const { kind, title, keyState, algorithm, subject, notAfter, valid, crl } = authority;
  return (
    <article className="ca-node" data-kind={kind}>
      <div className="row between">
        <h3>{title}</h3>
        <span className="row nowrap">
          <Chip tone={KEY_TONE[keyState]}>{t(`certificates.keyState.${keyState}`)}</Chip>
          <Chip tone="low">{t(`certificates.algorithm.${algorithm}`)}</Chip>
        </span>
      </div>
      <div className="about mono">{subject}</div>
      <Facts
        items={[
          [
            t(`certificates.kind.${kind}`),
            kind === 'root' ? '' : t('certificates.inUse', { count: formatCount(valid) }),
          ],
          [t('certificates.until'), <TimeText key="until" at={notAfter} />],
          [t('certificates.crl'), <ListState key="crl" crl={crl} />],
          [t('certificates.nextUpdate'), crl === null ? '' : <TimeText key="next" at={crl.nextUpdate} />],
        ]}
      />
      <Actions authority={authority} />
    </article>
  );
};

const ListState = ({ crl }: { readonly crl: Authority['crl'] }) => {
  const { t } = useTranslation();
  if (crl === null) return <>{t('certificates.crlNone')}</>;
  return (
    <span className="row nowrap">
      <Chip tone={crl.fresh ? 'good' : 'critical'}>
        {t(crl.fresh ? 'certificates.crlFresh' : 'certificates.crlStale')}
      </Chip>
      {t('certificates.crlLine', { number: crl.number, entries: formatCount(crl.entries) })}
    </span>
  );
};

/** Proposes a ceremony of a root. */
const usePropose = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: proposeCeremony,
    onSuccess: async () => {
      say.done(t('certificates.wizard.submitted'));
      await client.invalidateQueries({ queryKey: ['certificates'] });
    },
    onError: say.problem,
  });
};

const Actions = ({ authority }: { readonly authority: Authority }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const { name, kind, parent, keyState } = authority;
  const refresh = () => client.invalidateQueries({ queryKey: ['certificates'] });
  const publish = useMutation({
    mutationFn: publishList,
    onSuccess: async ({ number }) => {
      say.done(t('certificates.published', { number }));
      await refresh();
    },
    onError: say.problem,
  });
  const propose = usePropose();
  return (
    <div className="row wrap" style={{ marginTop: 8 }}>
      <a href={apiUrl(`/pki/${name}.cer`)} download>
        {t('certificates.downloadCertificate')}
      </a>
      <a href={apiUrl(`/pki/${name}.crl`)} download>
        {t('certificates.downloadList')}
      </a>
      {keyState === 'online' && may(certificatesPermissions.revoke) && (
        <Button size="small" loading={publish.isPending} onClick={() => publish.mutate({ name, kind: 'full' })}>
          {t('certificates.publish')}
        </Button>
      )}
      {keyState === 'online' && parent !== null && may(certificatesPermissions.ceremony) && (
        <Popconfirm
          title={t('certificates.revokeAuthorityAsk')}
          onConfirm={() =>
            propose.mutate({
              plan: { kind: 'revoke-issuing', root: parent, issuing: name, reason: 'unspecified' },
              note: t('certificates.ceremonyKind.revoke-issuing'),
            })
          }
        >
          <Button size="small" danger>
            {t('certificates.revokeAuthority')}
          </Button>
        </Popconfirm>
      )}
      {kind === 'root' && may(certificatesPermissions.ceremony) && (
        <Button
          size="small"
          loading={propose.isPending}
          onClick={() =>
            propose.mutate({ plan: { kind: 'root-crl', root: name }, note: t('certificates.ceremonyKind.root-crl') })
          }
        >
          {t('certificates.rootList')}
        </Button>
      )}
    </div>
  );
};
