import type { ObligationState } from '@chedun/posture/contract';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPosture } from '../../api/posture.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { LIGHTS, LIGHT_TONE, byArticle, mostPressing } from '../../lib/posture.ts';
import type { Article } from '../../lib/posture.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { ObligationPanel } from './ObligationPanel.tsx';
import { ServedList } from './ServedList.tsx';

/** 合规态势: which obligations of the notice are met, as the evidence says. */
export const PosturePage = () => {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<string>();
  const [served, setServed] = useState(false);
  const posture = useQuery({
    queryKey: ['posture'],
    queryFn: ({ signal }) => getPosture(signal),
    refetchInterval: 30_000,
  });
  const { data } = posture;
  const shown = data?.obligations.filter(({ light }) => !served || light !== 'none') ?? [];
  const current = data?.obligations.find(({ id }) => id === picked) ?? mostPressing(shown);
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.posture')}
        about={t('posture.about')}
        extra={
          <Checkbox checked={served} onChange={(event) => setServed(event.target.checked)}>
            {t('posture.served')}
          </Checkbox>
        }
      />
      {posture.error !== null && data === undefined && (
        <ErrorState error={posture.error} onRetry={() => void posture.refetch()} />
      )}
      {data === undefined && posture.error === null && <Skeleton active paragraph={{ rows: 12 }} />}
      {data !== undefined && (
        <>
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
          <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 7fr) minmax(0, 6fr)', alignItems: 'start' }}>
            <div className="stack">
              <Panel title={t('posture.map')} hint={t('posture.mapHint')}>
                <ObligationMap articles={byArticle(shown)} picked={current?.id} onPick={setPicked} />
              </Panel>
              <ServedList obligations={data.obligations} picked={current?.id} onPick={setPicked} />
            </div>
            <ObligationPanel obligation={current} />
          </div>
        </>
      )}
    </div>
  );
};

interface ObligationMapProps {
  readonly articles: readonly Article[];
  readonly picked: string | undefined;
  readonly onPick: (id: string) => void;
}

const ObligationMap = ({ articles, picked, onPick }: ObligationMapProps) => (
  <div className="stack" style={{ gap: 8 }}>
    {articles.map((article) => (
      <div key={article.article} className="article-row">
        <div className="article-name" title={article.title}>
          <span className="mono faint">{article.article}</span> {article.title}
        </div>
        <div className="row wrap" style={{ gap: 4 }}>
          {article.obligations.map((obligation) => (
            <ObligationSquare
              key={obligation.id}
              obligation={obligation}
              picked={obligation.id === picked}
              onPick={onPick}
            />
          ))}
        </div>
      </div>
    ))}
  </div>
);

const ObligationSquare = ({
  obligation,
  picked,
  onPick,
}: {
  readonly obligation: ObligationState;
  readonly picked: boolean;
  readonly onPick: (id: string) => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const title = `${obligation.id} ${textIn(obligation.duty, language)} · ${t(`posture.light.${obligation.light}`)}`;
  return (
    <button
      type="button"
      className={picked ? 'square picked' : 'square'}
      data-tone={LIGHT_TONE[obligation.light]}
      data-light={obligation.light}
      title={title}
      aria-label={title}
      aria-pressed={picked}
      onClick={() => onPick(obligation.id)}
    >
      {obligation.id.split('-').at(-1)}
    </button>
  );
};
