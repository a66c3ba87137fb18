import {
  CarOutlined,
  CloudServerOutlined,
  ClusterOutlined,
  DatabaseOutlined,
  DesktopOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { AssetRef } from '@chedun/governance/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { assetQuery } from '../lib/findings.ts';

const ICONS: Readonly<Record<AssetRef['kind'], ReactNode>> = {
  vehicle: <CarOutlined />,
  host: <DesktopOutlined />,
  account: <UserOutlined />,
  service: <CloudServerOutlined />,
  source: <DatabaseOutlined />,
  platform: <ClusterOutlined />,
};

/** An asset with its icon; a vehicle leads to its page, everything else to its events. */
export const AssetLink = ({ asset }: { readonly asset: AssetRef }) => {
  const { t } = useTranslation();
  const label = (
    <span className="row nowrap" style={{ gap: 5, display: 'inline-flex' }} title={t(`assetKind.${asset.kind}`)}>
      <span className="faint">{ICONS[asset.kind]}</span>
      <span className="mono">{asset.id}</span>
    </span>
  );
  const stop = (event: { readonly stopPropagation: () => void }): void => event.stopPropagation();
  return asset.kind === 'vehicle' ? (
    <Link to="/vehicles/$vin" params={{ vin: asset.id }} onClick={stop}>
      {label}
    </Link>
  ) : (
    <Link to="/search" search={{ q: assetQuery(asset), range: '7d' }} onClick={stop}>
      {label}
    </Link>
  );
};

/** The first assets and how many more there are. */
export const AssetLinks = ({ assets, show = 1 }: { readonly assets: readonly AssetRef[]; readonly show?: number }) => (
  <span className="row" style={{ gap: 6 }}>
    {assets.slice(0, show).map((asset) => (
      <AssetLink key={`${asset.kind}:${asset.id}`} asset={asset} />
    ))}
    {assets.length > show && <span className="faint">+{assets.length - show}</span>}
  </span>
);
