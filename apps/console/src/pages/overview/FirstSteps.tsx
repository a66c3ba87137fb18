import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';

const STEPS = [
  { to: '/sources', title: 'overview.firstSource', hint: 'overview.firstSourceHint' },
  { to: '/rules', title: 'overview.firstRules', hint: 'overview.firstRulesHint' },
  { to: '/vehicles', title: 'overview.firstAssets', hint: 'overview.firstAssetsHint' },
] as const;

/** What to do on a fresh installation. */
export const FirstSteps = () => {
  const { t } = useTranslation();
  return (
    <Panel title={t('overview.firstTitle')} hint={t('overview.firstAbout')}>
      <div className="grid" style={{ gridTemplateColumns: 'repeat(3, 1fr)' }}>
        {STEPS.map((step, index) => (
          <Link key={step.to} to={step.to} className="step-card">
            <span className="step-number">{index + 1}</span>
            <span>
              <strong>{t(step.title)}</strong>
              <span className="soft" style={{ display: 'block' }}>
                {t(step.hint)}
              </span>
            </span>
          </Link>
        ))}
      </div>
    </Panel>
  );
};
