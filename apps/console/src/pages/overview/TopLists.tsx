import type { FindingStats } from '@chedun/governance/contract';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';

type Stats = z.output<typeof FindingStats>;

const SHOWN = 7;

const shareStyle = (count: number, most: number): CSSProperties =>
  ({ '--share': most === 0 ? 0 : count / most }) as CSSProperties;

/** The rules that fired most. */
export const TopRules = ({ stats }: { readonly stats: Stats | undefined }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const most = stats?.topRules[0]?.count ?? 0;
  return (
    <Panel title={t('overview.topRules')} body="flush">
      {stats === undefined && <Skeleton active paragraph={{ rows: 6 }} style={{ padding: 14 }} />}
      {stats?.topRules.length === 0 && <EmptyState size="small" title={t('overview.noRules')} />}
      <div className="bars">
        {stats?.topRules.slice(0, SHOWN).map((rule) => (
          <Link
            key={rule.ruleId}
            to="/alerts"
            search={{ rule: rule.ruleId, status: 'all' }}
            className="bar-line"
            data-tone={rule.severity}
            style={shareStyle(rule.count, most)}
          >
            <span className="clip" title={ruleTitle(rule, language)}>
              {ruleTitle(rule, language)}
            </span>
            <span className="count">{formatCount(rule.count)}</span>
          </Link>
        ))}
      </div>
    </Panel>
  );
};

/** The assets with most alerts. */
export const TopAssets = ({ stats }: { readonly stats: Stats | undefined }) => {
  const { t } = useTranslation();
  const most = stats?.topAssets[0]?.count ?? 0;
  return (
    <Panel title={t('overview.topAssets')} body="flush">
      {stats === undefined && <Skeleton active paragraph={{ rows: 6 }} style={{ padding: 14 }} />}
      {stats?.topAssets.length === 0 && <EmptyState size="small" title={t('overview.noAssets')} />}
      <div className="bars">
        {stats?.topAssets.slice(0, SHOWN).map(({ asset, count, worst }) => (
          <div key={`${asset.kind}:${asset.id}`} className="bar-line" data-tone={worst} style={shareStyle(count, most)}>
            <AssetLink asset={asset} />
            <Link to="/alerts" search={{ asset: asset.id, status: 'all' }} className="count">
              {formatCount(count)}
            </Link>
          </div>
        ))}
      </div>
    </Panel>
  );
};
