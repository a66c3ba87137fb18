import { documentPermissions } from '@chedun/documents/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/session.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { DocumentList } from './DocumentList.tsx';
import { SignerTab } from './SignerTab.tsx';
import { VerifyTab } from './VerifyTab.tsx';
import { WriteTab } from './WriteTab.tsx';

/** 文书: what was issued, writing a new one, verifying a package of anybody, who signs. */
export const DocumentsPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/documents' });
  const write = { key: 'write', label: t('documents.tabs.write'), children: <WriteTab /> };
  return (
    <div className="page">
      <PageHead title={t('nav.documents')} about={t('documents.about')} />
      <Tabs
        activeKey={tab ?? 'list'}
        destroyOnHidden
        onChange={(key) => void navigate({ to: '/documents', search: key === 'list' ? {} : { tab: key } })}
        items={[
          { key: 'list', label: t('documents.tabs.list'), children: <DocumentList /> },
          ...(may(documentPermissions.issue) ? [write] : []),
          { key: 'verify', label: t('documents.tabs.verify'), children: <VerifyTab /> },
          { key: 'signer', label: t('documents.tabs.signer'), children: <SignerTab /> },
        ]}
      />
    </div>
  );
};
