import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { assetsPermissions } from '@chedun/assets/contract';
import type { AssetKind } from '@chedun/assets/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assetExportUrl } from '../../api/assets.ts';
import { useMay } from '../../app/session.ts';
import { ImportWizard } from './ImportWizard.tsx';

/** Import and export of one kind of assets, for those who may. */
export const AssetFiles = ({ kind }: { readonly kind: AssetKind }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  return (
    <span className="row">
      {may(assetsPermissions.export) && (
        <Button icon={<DownloadOutlined />} href={assetExportUrl(kind, 'xlsx')}>
          {t('assetImport.export')}
        </Button>
      )}
      {may(assetsPermissions.import) && (
        <Button type="primary" icon={<UploadOutlined />} onClick={() => setOpen(true)}>
          {t('assetImport.button')}
        </Button>
      )}
      {open && <ImportWizard kind={kind} onClose={() => setOpen(false)} />}
    </span>
  );
};
