import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FaceButton, LanguageButton } from '../../app/TopBar.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { FleetPicture } from './FleetPicture.tsx';

/** The screen in front of the console: what the product is on the left, a form on the right. */
export const Gate = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation();
  return (
    <div className="gate">
      <section className="gate-art">
        <div className="row" style={{ gap: 12, fontSize: 18, fontWeight: 600, letterSpacing: '0.06em' }}>
          <Mark size={34} />
          车盾 CheDun
        </div>
        <FleetPicture />
        <div>
          <h1>{t('auth.slogan')}</h1>
          <p style={{ marginTop: 12 }}>{t('auth.sloganMore')}</p>
        </div>
      </section>
      <section className="gate-form">
        <div style={{ position: 'absolute', top: 16, right: 20 }}>
          <LanguageButton />
          <FaceButton />
        </div>
        {children}
      </section>
    </div>
  );
};
