import type { HierarchyView } from '@chedun/pseudonyms/contract';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';

/** What a hierarchy has done, and whether its list is fresh. */
export const PseudonymKpis = ({ hierarchy }: { readonly hierarchy: HierarchyView }) => {
  const { t } = useTranslation();
  const { enrolled, vehicles, certificates, perPeriod, short, devices, revoked, blocked, list } = hierarchy;
  const isFresh = list?.fresh ?? false;
  return (
    <div className="kpis">
      <Kpi
        label={t('pseudonyms.kpi.enrolled')}
        value={formatCount(enrolled)}
        note={t('pseudonyms.kpi.enrolledNote', { count: vehicles })}
      />
      <Kpi
        label={t('pseudonyms.kpi.certificates')}
        value={formatCount(certificates)}
        note={t('pseudonyms.kpi.certificatesNote', { count: perPeriod })}
      />
      <Kpi
        label={t('pseudonyms.kpi.short')}
        value={formatCount(short)}
        note={t('pseudonyms.kpi.shortNote', { count: devices })}
        tone={short > 0 ? 'medium' : 'good'}
      />
      <Kpi
        label={t('pseudonyms.kpi.revoked')}
        value={formatCount(revoked)}
        note={t('pseudonyms.kpi.revokedNote', { count: blocked })}
      />
      <Kpi
        label={t('pseudonyms.kpi.list')}
        value={t(isFresh ? 'pseudonyms.kpi.listFresh' : 'pseudonyms.kpi.listStale')}
        note={t('pseudonyms.kpi.listNote', { number: list?.number ?? 0 })}
        tone={isFresh ? 'good' : 'high'}
      />
    </div>
  );
};
