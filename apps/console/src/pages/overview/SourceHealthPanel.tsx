import type { Source } from '@chedun/ingest/contract';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatRate } from '../../lib/format.ts';
import { HEALTH_TONE, worstFirst } from '../../lib/sources.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';

const SHOWN = 7;

/** Sources, the sick ones first. */
export const SourceHealthPanel = ({ sources }: { readonly sources: readonly Source[] | undefined }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('overview.sourceHealth')} body="flush" extra={<Link to="/sources">{t('nav.sources')}</Link>}>
      {sources === undefined && <Skeleton active paragraph={{ rows: 6 }} style={{ padding: 14 }} />}
      {sources?.length === 0 && (
        <EmptyState
          size="small"
          title={t('sources.empty')}
          action={
            <Link to="/sources">
              <Button size="small">{t('sources.create')}</Button>
            </Link>
          }
        />
      )}
      {worstFirst(sources ?? [])
        .slice(0, SHOWN)
        .map((source) => (
          <div
            key={source.id}
            className="row between"
            style={{ padding: '6px 14px', borderBottom: '1px solid var(--line)' }}
          >
            <StateDot tone={HEALTH_TONE[source.health]}>
              <span title={t(`health.${source.health}`)}>{source.title}</span>
            </StateDot>
            <span className="row" style={{ gap: 12 }}>
              <span className="faint">
                <AgoText at={source.lastSeen} />
              </span>
              <span className="soft" style={{ minWidth: 76, textAlign: 'right' }}>
                {formatRate(source.rate)} {t('common.perSecond')}
              </span>
            </span>
          </div>
        ))}
    </Panel>
  );
};
