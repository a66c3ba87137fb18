import type { Campaign } from '@chedun/watch/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { listCampaigns } from '../../api/watch.ts';
import { CampaignSearch } from '../../app/searchParams.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { useCampaignColumns } from './useCampaignColumns.tsx';

const REFRESH_MS = 15_000;

/** 攻击活动: the same signature on many vehicles. */
export const CampaignsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/campaigns' });
  const columns = useCampaignColumns();
  const { find, sort = 'lastSeen', status } = search;
  const change = (part: CampaignSearch): void => void navigate({ to: '/campaigns', search: { ...search, ...part } });
  const list = useCursorList(
    ['campaigns', search],
    (cursor, signal) => listCampaigns({ status, search: find, sort, cursor, limit: 100 }, signal),
    { refetchMs: REFRESH_MS },
  );
  return (
    <div className="page">
      <PageHead title={t('nav.campaigns')} about={t('campaigns.about')} />
      <Panel body="flush">
        <CampaignToolbar search={search} change={change} />
        <DataTable<Campaign>
          {...list}
          columns={columns}
          rowKey={({ id }) => id}
          onRow={({ id }) => void navigate({ to: '/campaigns/$id', params: { id } })}
          exportName="chedun-campaigns"
          minWidth={1080}
          sorting={{
            by: sort,
            onChange: (by) => change({ sort: CampaignSearch.shape.sort.parse(by === 'lastSeen' ? undefined : by) }),
          }}
          empty={<NoCampaigns filtered={find !== undefined || status !== undefined ? 'filtered' : 'all'} />}
        />
      </Panel>
    </div>
  );
};

const NoCampaigns = ({ filtered }: { readonly filtered: 'filtered' | 'all' }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return filtered === 'filtered' ? (
    <EmptyState
      title={t('campaigns.emptyFiltered')}
      hint={t('campaigns.emptyFilteredHint')}
      action={
        <Button onClick={() => void navigate({ to: '/campaigns', search: {} })}>{t('findings.clearFilters')}</Button>
      }
    />
  ) : (
    <EmptyState
      title={t('campaigns.empty')}
      hint={t('campaigns.emptyHint')}
      action={
        <Button onClick={() => void navigate({ to: '/detectors', search: { family: 'fleet' } })}>
          {t('campaigns.toDetectors')}
        </Button>
      }
    />
  );
};

const CampaignToolbar = ({
  search,
  change,
}: {
  readonly search: CampaignSearch;
  readonly change: (part: CampaignSearch) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 260 }}
        placeholder={t('campaigns.find')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <Segmented<'any' | 'running' | 'ended'>
        value={search.status ?? 'any'}
        onChange={(value) => change({ status: value === 'any' ? undefined : value })}
        options={[
          { value: 'any', label: t('campaigns.anyStatus') },
          { value: 'running', label: t('campaigns.running') },
          { value: 'ended', label: t('campaigns.ended') },
        ]}
      />
    </div>
  );
};
