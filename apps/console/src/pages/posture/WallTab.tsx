import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getPosture } from '../../api/posture.ts';
import { LIGHTS, LIGHT_TONE, mostPressing } from '../../lib/posture.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { ArticleWall } from './ArticleWall.tsx';
import { ObligationPanel } from './ObligationPanel.tsx';
import { ServedList } from './ServedList.tsx';

/** All obligations at a glance, and the one that is picked. */
export const WallTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = useSearch({ from: '/app/posture' });
  const posture = useQuery({
    queryKey: ['posture'],
    queryFn: ({ signal }) => getPosture(signal),
    refetchInterval: 30_000,
  });
  const { data } = posture;
  if (data === undefined)
    return posture.error === null ? (
      <Skeleton active paragraph={{ rows: 12 }} />
    ) : (
      <ErrorState error={posture.error} onRetry={() => void posture.refetch()} />
    );
  const current = data.obligations.find((each) => each.id === id) ?? mostPressing(data.obligations);
  const pick = (picked: string) => void navigate({ to: '/posture', search: { id: picked } });
  return (
    <div className="stack">
      <div className="kpis">
        {LIGHTS.map((light) => (
          <Kpi
            key={light}
            label={t(`posture.light.${light}`)}
            value={data.counts[light]}
            note={t(`posture.lightHint.${light}`)}
            tone={LIGHT_TONE[light]}
          />
        ))}
      </div>
      <div
        className="grid wall-and-panel"
        style={{ gridTemplateColumns: 'minmax(0, 7fr) minmax(0, 6fr)', alignItems: 'start' }}
      >
        <div className="stack">
          <Panel title={t('posture.map')} hint={t('posture.mapHint')}>
            <ArticleWall obligations={data.obligations} picked={current?.id} onPick={pick} />
          </Panel>
          <div className="no-print">
            <ServedList obligations={data.obligations} picked={current?.id} onPick={pick} />
          </div>
        </div>
        <div className="no-print">
          <ObligationPanel obligation={current} />
        </div>
      </div>
    </div>
  );
};
