import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/Panel.tsx';
import { FindingList } from './FindingList.tsx';

/** 隐患台账: everything that is wrong, from every module. */
export const LedgerPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/findings' });
  return (
    <div className="page">
      <PageHead title={t('nav.findings')} about={t('findings.ledgerAbout')} />
      <FindingList
        scope="all"
        columns={['severity', 'kind', 'title', 'assets', 'count', 'status', 'owner', 'due', 'lastSeen']}
        search={search}
        onSearch={(next) => void navigate({ to: '/findings', search: next })}
      />
    </div>
  );
};
