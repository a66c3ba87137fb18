import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { FindingList } from './FindingList.tsx';

/** 告警: what the rules found. */
export const AlertsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/alerts' });
  return (
    <div className="page">
      <PageHead title={t('nav.alerts')} about={t('findings.alertsAbout')} />
      <FindingList
        scope="alert"
        columns={['severity', 'title', 'assets', 'count', 'status', 'owner', 'lastSeen']}
        search={search}
        onSearch={(next) => void navigate({ to: '/alerts', search: next })}
      />
    </div>
  );
};
