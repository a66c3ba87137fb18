import type { ApiToken } from '@chedun/identity/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { revokeMyToken, revokeToken } from '../../api/identity.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

/** Whose tokens are listed. */
export type View = 'mine' | 'everyone';

const STATUS_TONE = { active: 'good', expired: 'info', revoked: 'info' } as const;

type TitleOf = (permission: string) => string;

const whatColumns = (t: TFunction, titleOf: TitleOf): readonly Column<ApiToken>[] => [
  textColumn('name', t('tokens.name'), (row) => row.name, { width: 180, clip: 'clip' }),
  monoColumn('hint', t('tokens.hint'), (row) => `${row.hint}…`, { width: 120 }),
  shownColumn(
    'scopes',
    t('tokens.scopes'),
    (row) => row.scopes.join(' '),
    (row) => (
      <span className="row wrap" style={{ gap: 4 }}>
        {row.scopes.map((scope) => (
          <span key={scope} title={scope}>
            <Chip>{titleOf(scope)}</Chip>
          </span>
        ))}
      </span>
    ),
  ),
  textColumn('owner', t('tokens.owner'), (row) => row.owner ?? t('tokens.server'), { width: 130, clip: 'clip' }),
];

/** Columns of the list of tokens. */
export const tokenColumns = (t: TFunction, view: View, titleOf: TitleOf): readonly Column<ApiToken>[] => [
  ...whatColumns(t, titleOf),
  shownColumn(
    'status',
    t('tokens.status'),
    (row) => t(`tokens.statusOf.${row.status}`),
    (row) => <Chip tone={STATUS_TONE[row.status]}>{t(`tokens.statusOf.${row.status}`)}</Chip>,
    { width: 90 },
  ),
  shownColumn(
    'expires',
    t('tokens.expires'),
    (row) => row.expiresAt,
    (row) => <TimeText at={row.expiresAt} />,
    { width: 160 },
  ),
  shownColumn(
    'used',
    t('tokens.lastUsed'),
    (row) => row.lastUsedAt ?? '',
    (row) => <AgoText at={row.lastUsedAt} />,
    { width: 116 },
  ),
  { key: 'actions', title: t('common.actions'), width: 80, render: (row) => <RevokeButton token={row} view={view} /> },
];

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
