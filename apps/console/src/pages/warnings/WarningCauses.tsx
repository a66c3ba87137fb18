import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getFinding } from '../../api/governance.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { AssetLinks } from '../../ui/AssetLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SeverityTag, StatusTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';

const SHOWN = 10;

/** The findings that a warning stands on. */
export const WarningCauses = ({ ids }: { readonly ids: readonly string[] }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const causes = useQueries({
    queries: ids.slice(0, SHOWN).map((id) => ({
      queryKey: ['finding', id],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => getFinding(id, signal),
    })),
  });
  const found = causes.flatMap(({ data }) => data ?? []);
  return (
    <Panel
      title={t('warnings.causes')}
      {...(ids.length > SHOWN ? { hint: t('warnings.causesMore', { shown: SHOWN, count: ids.length }) } : {})}
    >
      {ids.length === 0 ? (
        <EmptyState size="small" title={t('warnings.causesNone')} />
      ) : (
        <ol className="warning-history">
          {found.map((finding) => (
            <li key={finding.id} className="row wrap" style={{ gap: 10 }}>
              <SeverityTag severity={finding.severity} />
              <Link to="/alerts/$id" params={{ id: finding.id }}>
                {language === 'zh-CN' ? (finding.titleZh ?? finding.title) : finding.title}
              </Link>
              <AssetLinks assets={finding.assets} />
              <StatusTag status={finding.status} />
              <span className="faint">×{formatCount(finding.count)}</span>
              <AgoText at={finding.lastSeen} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
};
