import { PlusOutlined } from '@ant-design/icons';
import { identityPermissions } from '@chedun/identity/contract';
import type { ApiToken } from '@chedun/identity/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAllTokens, listMyTokens, revokeMyToken, revokeToken } from '../../api/identity.ts';
import { useMay } from '../../app/session.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { CreateTokenDialog } from './CreateTokenDialog.tsx';

type View = 'mine' | 'everyone';

const STATUS_TONE = { active: 'good', expired: 'info', revoked: 'info' } as const;

/** 接口令牌: what senders and scripts use. */
export const TokensPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [view, setView] = useState<View>('mine');
  const [creating, setCreating] = useState(false);
  const tokens = useQuery({
    queryKey: ['tokens', view],
    queryFn: ({ signal }) => (view === 'mine' ? listMyTokens(signal) : listAllTokens(signal)),
  });
  const columns = useTokenColumns(view);
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('tokens.create')}
    </Button>
  );
  return (
    <div className="page">
      <PageHead
        title={t('nav.tokens')}
        about={t('tokens.about')}
        extra={
          <>
            {may(identityPermissions.tokensRevoke) && (
              <Segmented<View>
                value={view}
                onChange={setView}
                options={[
                  { value: 'mine', label: t('tokens.mine') },
                  { value: 'everyone', label: t('tokens.everyone') },
                ]}
              />
            )}
            {create}
          </>
        }
      />
      <Panel body="flush">
        <DataTable
          columns={columns}
          rows={tokens.data?.items}
          rowKey={(row) => row.id}
          error={tokens.error}
          onRetry={() => void tokens.refetch()}
          minWidth={980}
          empty={<EmptyState title={t('tokens.empty')} hint={t('tokens.emptyHint')} action={create} />}
        />
      </Panel>
      {creating && <CreateTokenDialog onClose={() => setCreating(false)} />}
    </div>
  );
};

const useTokenColumns = (view: View): readonly Column<ApiToken>[] => {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('tokens.name'),
      width: 180,
      clip: 'clip',
      render: (row) => <strong>{row.name}</strong>,
      value: (row) => row.name,
    },
    {
      key: 'hint',
      title: t('tokens.hint'),
      width: 120,
      render: (row) => <span className="mono">{row.hint}…</span>,
      value: (row) => row.hint,
    },
    {
      key: 'scopes',
      title: t('tokens.scopes'),
      render: (row) => (
        <span className="row wrap" style={{ gap: 4 }}>
          {row.scopes.map((scope) => (
            <Chip key={scope}>{scope}</Chip>
          ))}
        </span>
      ),
      value: (row) => row.scopes.join(' '),
    },
    {
      key: 'owner',
      title: t('tokens.owner'),
      width: 130,
      clip: 'clip',
      render: (row) => row.owner ?? <span className="faint">{t('tokens.server')}</span>,
      value: (row) => row.owner ?? '',
    },
    {
      key: 'status',
      title: t('tokens.status'),
      width: 90,
      render: (row) => <Chip tone={STATUS_TONE[row.status]}>{t(`tokens.statusOf.${row.status}`)}</Chip>,
      value: (row) => t(`tokens.statusOf.${row.status}`),
    },
    {
      key: 'expires',
      title: t('tokens.expires'),
      width: 160,
      render: (row) => <TimeText at={row.expiresAt} />,
      value: (row) => row.expiresAt,
    },
    {
      key: 'used',
      title: t('tokens.lastUsed'),
      width: 110,
      render: (row) => <AgoText at={row.lastUsedAt} />,
      value: (row) => row.lastUsedAt ?? '',
    },
    {
      key: 'actions',
      title: t('common.actions'),
      width: 80,
      render: (row) => <RevokeButton token={row} view={view} />,
    },
  ];
};

const RevokeButton = ({ token, view }: { readonly token: ApiToken; readonly view: View }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => (view === 'mine' ? revokeMyToken(token.id) : revokeToken(token.id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: say.problem,
  });
  if (token.status !== 'active') return null;
  return (
    <Popconfirm title={t('tokens.confirmRevoke', { name: token.name })} onConfirm={() => revoke.mutate()}>
      <Button size="small" danger type="link" style={{ padding: 0 }} loading={revoke.isPending}>
        {t('tokens.revoke')}
      </Button>
    </Popconfirm>
  );
};
