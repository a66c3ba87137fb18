import { warningPermissions } from '@chedun/warnings/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { explainRisk } from '../../api/warnings.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { riskTone } from './RiskWhy.tsx';
import '../../styles/warnings.css';

const SHOWN = 3;

/** Risk of one vehicle with its strongest reasons, for the page of the vehicle. */
export const VehicleRisk = ({ vin }: { readonly vin: string }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay()(warningPermissions.read);
  const { data } = useQuery({
    queryKey: ['warnings', 'risk-of', `vehicle:${vin}`],
    queryFn: ({ signal }) => explainRisk('vehicle', vin, signal),
    enabled: may,
    refetchInterval: 60_000,
  });
  if (!may || data === undefined) return null;
  return (
    <Panel
      title={t('warnings.riskScore')}
      extra={
        <Link to="/warnings" search={{ tab: 'risk', asset: `vehicle:${vin}` }}>
          {t('warnings.riskWhy')}
        </Link>
      }
    >
      <div className="row" style={{ alignItems: 'flex-start', gap: 12 }}>
        <Chip tone={riskTone(data.score)}>
          <strong style={{ fontSize: 18 }}>{data.score}</strong>
        </Chip>
        {data.contributions.length === 0 ? (
          <span className="soft">{t('warnings.riskNone')}</span>
        ) : (
          <ul className="warning-history grow" style={{ gap: 4 }}>
            {data.contributions.slice(0, SHOWN).map((each) => (
              <li key={each.findingId}>
                <span className="mono">{each.counted}</span>{' '}
                {language === 'zh-CN' ? (each.titleZh ?? each.title) : each.title}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
};
