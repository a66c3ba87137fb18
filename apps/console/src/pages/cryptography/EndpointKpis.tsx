import type { Endpoint } from '@chedun/cryptography/contract';
import { useTranslation } from 'react-i18next';
import { Kpi } from '../../ui/Panel.tsx';
import { worstRank } from './worst.ts';

const HIGH = 3;
const WAITING = '–';

/** What matters of all endpoints. */
export const EndpointKpis = ({ endpoints }: { readonly endpoints: readonly Endpoint[] | undefined }) => {
  const { t } = useTranslation();
  const all = endpoints ?? [];
  const probed = all.filter(({ probe }) => probe !== null);
  const weak = all.filter((endpoint) => worstRank(endpoint) >= HIGH).length;
  const letIn = probed.filter(({ probe }) =>
    probe?.result.negative.some(({ outcome }) => outcome === 'accepted'),
  ).length;
  const sm = probed.filter(({ probe }) => probe?.result.sm === true).length;
  const of = (count: number): number | string => (endpoints === undefined ? WAITING : count);
  return (
    <div className="kpis">
      <Kpi
        label={t('cryptography.kpi.declared')}
        value={of(all.length)}
        note={t('cryptography.kpi.probed', { count: probed.length })}
      />
      <Kpi
        label={t('cryptography.kpi.weak')}
        value={of(weak)}
        note={t('cryptography.kpi.weakNote')}
        tone={weak > 0 ? 'critical' : 'good'}
      />
      <Kpi
        label={t('cryptography.kpi.letIn')}
        value={of(letIn)}
        note={t('cryptography.kpi.letInNote')}
        tone={letIn > 0 ? 'critical' : 'good'}
      />
      <Kpi
        label={t('cryptography.kpi.sm')}
        value={of(sm)}
        note={t('cryptography.kpi.smNote')}
        tone={sm > 0 ? 'good' : 'info'}
      />
    </div>
  );
};
