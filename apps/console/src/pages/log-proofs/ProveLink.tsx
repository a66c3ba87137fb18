import { FileProtectOutlined } from '@ant-design/icons';
import { sealPermissions } from '@chedun/seal/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/session.ts';

/** Leads from a record to its proof; `place` is stream/frame/record. */
export const ProveLink = ({ place }: { readonly place: string }) => {
  const { t } = useTranslation();
  if (!useMay()(sealPermissions.prove)) return null;
  return (
    <Link to="/log-proofs" search={{ tab: 'proof', place }}>
      <FileProtectOutlined /> {t('seal.prove')}
    </Link>
  );
};
