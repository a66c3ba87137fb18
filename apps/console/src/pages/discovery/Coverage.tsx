import type { DiscoverySummary } from '@chedun/discovery/contract';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';

const toneOf = (share: number): string => (share >= 0.9 ? 'good' : share >= 0.5 ? 'medium' : 'high');
const styleOf = (share: number): CSSProperties => ({ '--share': share }) as CSSProperties;

/** Which share of the hosts on record each source saw. */
export const Coverage = ({ summary }: { readonly summary: DiscoverySummary }) => {
  const { t } = useTranslation();
  const { hosts, sources } = summary;
  return (
    <Panel
      title={t('discovery.coverage')}
      hint={hosts === 0 ? undefined : t('discovery.coverageHint', { hosts: formatCount(hosts) })}
      body="flush"
    >
      {sources.length === 0 || hosts === 0 ? (
        <EmptyState size="small" title={t(hosts === 0 ? 'discovery.coverageNoHosts' : 'discovery.empty')} />
      ) : (
        <div className="bars">
          {sources
            .toSorted((a, b) => b.hosts - a.hosts)
            .map(({ source, hosts: seen, things, unknown, lastRunAt }) => (
              <div
                key={source}
                className="bar-line"
                data-tone={things === 0 ? 'info' : toneOf(seen / hosts)}
                style={styleOf(seen / hosts)}
              >
                <span className="row" style={{ gap: 12 }}>
                  <strong style={{ minWidth: 110 }}>{t(`discovery.source.${source}`)}</strong>
                  <span className="soft">
                    {t('discovery.coverageDetail', { things: formatCount(things), unknown: formatCount(unknown) })}
                  </span>
                </span>
                <span className="row" style={{ gap: 16 }}>
                  <span className="count">
                    {t('discovery.coverageLine', {
                      hosts: formatCount(seen),
                      all: formatCount(hosts),
                      percent: `${Math.round((seen / hosts) * 100)} %`,
                    })}
                  </span>
                  <span className="soft" style={{ minWidth: 80, textAlign: 'right' }}>
                    <AgoText at={lastRunAt} />
                  </span>
                </span>
              </div>
            ))}
        </div>
      )}
    </Panel>
  );
};
