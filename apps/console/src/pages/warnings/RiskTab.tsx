import { AssetRef } from '@chedun/governance/contract';
import type { RiskScore } from '@chedun/warnings/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Drawer, Input, Segmented, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainRisk, listRisk } from '../../api/warnings.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { RiskWhy, riskTone } from './RiskWhy.tsx';

const KINDS = ['vehicle', 'account', 'host', 'service', 'platform', 'source'] as const;
type Kind = (typeof KINDS)[number] | 'all';

const useColumns = (): readonly Column<RiskScore>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      shownColumn(
        'score',
        t('warnings.riskScore'),
        ({ score }) => score,
        ({ score }) => <Chip tone={riskTone(score)}>{score}</Chip>,
        { width: 90, align: 'right' },
      ),
      textColumn('kind', t('warnings.assetKind'), ({ asset }) => t(`assetKind.${asset.kind}`), { width: 100 }),
      shownColumn(
        'asset',
        t('warnings.asset'),
        ({ asset }) => asset.id,
        ({ asset }) => <AssetLink asset={asset} />,
      ),
      shownColumn(
        'worst',
        t('warnings.worst'),
        ({ worst }) => t(`severity.${worst}`),
        ({ worst }) => <SeverityTag severity={worst} />,
        { width: 100 },
      ),
      textColumn('findings', t('warnings.findings'), ({ findings }) => findings, { width: 100, align: 'right' }),
      shownColumn(
        'at',
        t('warnings.computedAt'),
        ({ computedAt }) => computedAt,
        ({ computedAt }) => <AgoText at={computedAt} />,
        { width: 120 },
      ),
    ],
    [t],
  );
};

/** Assets by risk; a row opens the reasons. */
export const RiskTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { asset } = useSearch({ from: '/app/warnings' });
  const [kind, setKind] = useState<Kind>('all');
  const [find, setFind] = useState('');
  const risk = useQuery({
    queryKey: ['warnings', 'risk', kind, find],
    queryFn: ({ signal }) =>
      listRisk({ kind: kind === 'all' ? undefined : kind, search: find === '' ? undefined : find }, signal),
    refetchInterval: 30_000,
  });
  const show = (key: string | undefined): void =>
    void navigate({ to: '/warnings', search: { tab: 'risk', asset: key } });
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Input.Search
          allowClear
          style={{ width: 240 }}
          placeholder={t('warnings.asset')}
          onSearch={(text) => setFind(text.trim())}
        />
        <Segmented<Kind>
          value={kind}
          onChange={setKind}
          options={[
            { value: 'all', label: t('warnings.allKinds') },
            ...KINDS.map((each) => ({ value: each, label: t(`assetKind.${each}`) })),
          ]}
        />
        <span className="faint">{t('warnings.riskAbout')}</span>
      </div>
      <DataTable<RiskScore>
        rows={risk.data?.items}
        total={risk.data?.total}
        error={risk.error}
        onRetry={() => void risk.refetch()}
        columns={useColumns()}
        rowKey={(row) => `${row.asset.kind}:${row.asset.id}`}
        onRow={(row) => show(`${row.asset.kind}:${row.asset.id}`)}
        sorting="browser"
        exportName="chedun-risk"
        empty={<EmptyState title={t('warnings.riskEmpty')} hint={t('warnings.riskEmptyHint')} />}
      />
      {asset !== undefined && <RiskDrawer asset={asset} onClose={() => show(undefined)} />}
    </Panel>
  );
};

const RiskDrawer = ({ asset, onClose }: { readonly asset: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const kind = asset.slice(0, asset.indexOf(':'));
  const id = asset.slice(asset.indexOf(':') + 1);
  const risk = useQuery({
    queryKey: ['warnings', 'risk-of', asset],
    queryFn: ({ signal }) => explainRisk(kind, id, signal),
  });
  const ref = AssetRef.safeParse({ kind, id });
  return (
    <Drawer
      open
      size={720}
      onClose={onClose}
      title={
        <span className="row">
          {risk.data !== undefined && <Chip tone={riskTone(risk.data.score)}>{risk.data.score}</Chip>}
          {t('warnings.riskWhy')}
        </span>
      }
      extra={ref.success && <AssetLink asset={ref.data} />}
    >
      {risk.error !== null && <ErrorState error={risk.error} onRetry={() => void risk.refetch()} />}
      {risk.data === undefined ? <Skeleton active paragraph={{ rows: 6 }} /> : <RiskWhy risk={risk.data} />}
    </Drawer>
  );
};
