import type { OnDuty } from '@chedun/duty-roster/contract';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatTime } from '../../lib/time.ts';
import { Chip } from '../../ui/Tags.tsx';

/** Who is on duty at this moment, with telephone and deputy. */
export const OnDutyCards = ({ onDuty }: { readonly onDuty: readonly OnDuty[] }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  if (onDuty.length === 0) return <Chip tone="critical">{t('dutyRoster.nobodyNow')}</Chip>;
  return (
    <div className="grid" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))', gap: 10 }}>
      {onDuty.map((each) => (
        <div key={each.responder} className="panel" style={{ padding: '10px 12px' }}>
          <div className="row nowrap">
            <strong style={{ fontSize: 16 }}>{each.name}</strong>
            <Chip tone="primary">{t(`dutyRoster.roles.${each.role}`)}</Chip>
          </div>
          <div className="mono">{each.phone}</div>
          <div className="faint">
            {t('dutyRoster.until', { time: formatTime(Date.parse(each.until), zone).slice(5, 16) })}
          </div>
          <div className="soft">
            {each.deputy === null ? (
              t('dutyRoster.noDeputy')
            ) : (
              <>
                {t('dutyRoster.deputy')} {each.deputy.name} <span className="mono">{each.deputy.phone}</span>
              </>
            )}
          </div>
        </div>
      ))}
    </div>
  );
};
