import { CheckOutlined } from '@ant-design/icons';
import { assetsPermissions } from '@chedun/assets/contract';
import { detectionPermissions } from '@chedun/detection/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { assetSummary } from '../../api/assets.ts';
import { engineStatus } from '../../api/detection.ts';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { stepsDone } from '../../lib/firstSteps.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

const STEPS = [
  { step: 'source', to: '/sources', title: 'overview.firstSource', hint: 'overview.firstSourceHint' },
  { step: 'rules', to: '/rules', title: 'overview.firstRules', hint: 'overview.firstRulesHint' },
  { step: 'assets', to: '/vehicles', title: 'overview.firstAssets', hint: 'overview.firstAssetsHint' },
] as const;

const REFRESH_MS = 15_000;

/** What to do on a fresh installation, until all of it is done or the person puts it away. */
export const FirstSteps = ({ sources }: { readonly sources: readonly { readonly events: number }[] }) => {
  const { t } = useTranslation();
  const { firstStepsPutAway } = usePreferences();
  const may = useMay();
  const assets = useQuery({
    queryKey: ['asset-summary'],
    queryFn: ({ signal }) => assetSummary(signal),
    enabled: !firstStepsPutAway && may(assetsPermissions.read),
    refetchInterval: REFRESH_MS,
  });
  const engine = useQuery({
    queryKey: ['engine'],
    queryFn: ({ signal }) => engineStatus(signal),
    enabled: !firstStepsPutAway && may(detectionPermissions.read),
    refetchInterval: REFRESH_MS,
  });
  if (firstStepsPutAway || assets.data === undefined || engine.data === undefined) return null;
  const done = stepsDone({
    events: sources.reduce((sum, { events }) => sum + events, 0),
    rulesEnabled: engine.data.enabled,
    registered: assets.data.kinds.reduce((sum, { status, count }) => sum + (status === 'registered' ? count : 0), 0),
  });
  const count = STEPS.filter(({ step }) => done[step]).length;
  if (count === STEPS.length) return null;
  return (
    <Panel
      title={t('overview.firstTitle')}
      hint={t('overview.firstAbout', { done: count, all: STEPS.length })}
      extra={
        <Button size="small" type="text" onClick={() => setPreferences({ firstStepsPutAway: true })}>
          {t('overview.firstPutAway')}
        </Button>
      }
    >
      <div className="grid" style={{ gridTemplateColumns: 'repeat(3, 1fr)' }}>
        {STEPS.map(({ step, to, title, hint }, index) => (
          <Link key={step} to={to} className="step-card">
            <span className="step-number">{done[step] ? <CheckOutlined /> : index + 1}</span>
            <span>
              <strong>{t(title)}</strong> {done[step] && <Chip tone="good">{t('overview.firstDone')}</Chip>}
              <span className="soft" style={{ display: 'block' }}>
                {t(hint)}
              </span>
            </span>
          </Link>
        ))}
      </div>
    </Panel>
  );
};
