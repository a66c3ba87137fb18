import type { DiscoverySummary } from '@chedun/discovery/contract';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';

/** The numbers that matter: what is there, what is unknown, what is nobody's. */
export const DiscoveryKpis = ({ summary }: { readonly summary: DiscoverySummary }) => {
  const { t } = useTranslation();
  const { things, unknown, unknownOverdue, registered, ignored, gone, orphans, noTeam, unseen, newestAt } = summary;
  const share = things === 0 ? '–' : `${Math.round((registered / things) * 100)} %`;
  return (
    <div className="kpis">
      <Kpi
        label={t('discovery.things')}
        value={formatCount(things)}
        note={t('discovery.thingsNote', { gone: formatCount(gone) })}
      />
      <Kpi
        label={t('discovery.unknown')}
        value={formatCount(unknown)}
        note={t('discovery.unknownNote', { count: unknownOverdue })}
        tone={unknownOverdue > 0 ? 'critical' : unknown > 0 ? 'high' : 'good'}
      />
      <Kpi
        label={t('discovery.registeredShare')}
        value={share}
        note={t('discovery.registeredNote', { registered: formatCount(registered), ignored: formatCount(ignored) })}
      />
      <Kpi
        label={t('discovery.orphans')}
        value={formatCount(orphans)}
        note={t('discovery.orphansNote', { noTeam: formatCount(noTeam), unseen: formatCount(unseen) })}
        tone={orphans > 0 ? 'medium' : 'good'}
      />
      <Kpi
        label={t('discovery.newest')}
        value={newestAt === null ? t('discovery.newestNever') : <AgoText at={newestAt} />}
        note={t('discovery.newestNote')}
      />
    </div>
  );
};
