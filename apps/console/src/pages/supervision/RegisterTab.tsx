import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { registerUrl } from '../../api/supervision.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilingTable } from './FilingTable.tsx';
import { useFilingColumns } from './parts.tsx';

/** The register 备案登记. */
export const RegisterTab = () => {
  const { t } = useTranslation();
  const { number, firm, title, kind, rounds, received, decided } = useFilingColumns();
  return (
    <FilingTable
      title={t('supervision.tabs.register')}
      state="numbered"
      columns={[number, firm, title, kind, rounds, received, decided]}
      exportName="chedun-register"
      empty={<EmptyState title={t('supervision.registerEmpty')} hint={t('supervision.registerEmptyHint')} />}
      extra={(search) => (
        <Button icon={<DownloadOutlined />} href={registerUrl({ search })} download>
          {t('supervision.exportCsv')}
        </Button>
      )}
    />
  );
};
