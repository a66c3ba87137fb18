import type { Mine } from '@chedun/inspection-access/contract';
import { EyeOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import '../styles/inspection.css';
import { useMine, useStanding } from './guest.ts';

/** What a guest always sees: number of the order, that every look is recorded, and the time left. */
export const GuestBanner = () => {
  const { current } = useMine();
  return current === undefined ? null : <Banner mine={current} />;
};

const Banner = ({ mine }: { readonly mine: Mine }) => {
  const { t } = useTranslation();
  const { kind, span } = useStanding(mine);
  const left = t(`inspectionAccess.duration.${span.unit}`, span);
  return (
    <div className="guest-banner" role="status" data-standing={kind}>
      <EyeOutlined />
      <strong>{t('inspectionAccess.banner', { number: mine.number })}</strong>
      <span>{mine.enterprise}</span>
      <span className="soft">{t('inspectionAccess.bannerReadOnly')}</span>
      <span className="grow" />
      <strong>{t(`inspectionAccess.${kind}`, { left })}</strong>
    </div>
  );
};
