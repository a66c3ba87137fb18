import { PlusOutlined } from '@ant-design/icons';
import { identityPermissions } from '@chedun/identity/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAllTokens, listMyTokens } from '../../api/identity.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { CreateTokenDialog } from './CreateTokenDialog.tsx';
import { tokenColumns } from './tokenColumns.tsx';
import type { View } from './tokenColumns.tsx';
import { usePermissionTitles } from './usePermissionTitles.ts';

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
  const titles = usePermissionTitles();
  const columns = useMemo(() => tokenColumns(t, view, (name) => titles.get(name) ?? name), [t, view, titles]);
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
