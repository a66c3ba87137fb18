import type { Risk, RiskLevel } from '@chedun/risks/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

type AssetKind = 'host' | 'service' | 'vehicle';

/** Level of a risk in its colour. */
export const LevelTag = ({ level }: { readonly level: RiskLevel }) => {
  const { t } = useTranslation();
  return <Chip tone={level}>{t(`risks.levels.${level}`)}</Chip>;
};

/** Marks what this product decided and nobody checked. */
export const Unverified = () => {
  const { t } = useTranslation();
  return (
    <Chip tone="medium" title={t('risks.unverifiedWhy')}>
      {t('risks.unverified')}
    </Chip>
  );
};

/** The asset of a risk with its kind. */
export const AssetText = ({ asset }: Pick<Risk, 'asset'>) => {
  const { t } = useTranslation();
  return (
    <span>
      <span className="faint">{t(`risks.assetKind.${asset.kind as AssetKind}`)}</span>{' '}
      <span className="mono">{asset.id}</span>
    </span>
  );
};
