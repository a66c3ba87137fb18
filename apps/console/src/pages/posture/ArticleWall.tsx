import type { ObligationState } from '@chedun/posture/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { articleTitle, byArticle, LIGHTS, LIGHT_TONE } from '../../lib/posture.ts';
import type { Article } from '../../lib/posture.ts';

const SECTIONS = ['1', '2', '3', '4'] as const;

interface WallProps {
  readonly obligations: readonly ObligationState[];
  readonly picked: string | undefined;
  readonly onPick: (id: string) => void;
}

/** The fifteen articles of the notice as one picture: a light for each obligation. */
export const ArticleWall = ({ obligations, picked, onPick }: WallProps) => {
  const { t } = useTranslation();
  const articles = byArticle(obligations);
  return (
    <div className="wall">
      {SECTIONS.map((section) => (
        <section key={section} className="wall-section">
          <h3>{t(`obligations.section.${section}`)}</h3>
          <div className="wall-cards">
            {articles
              .filter(({ article }) => article.startsWith(section))
              .map((article) => (
                <ArticleCard key={article.article} article={article} picked={picked} onPick={onPick} />
              ))}
          </div>
        </section>
      ))}
    </div>
  );
};

const ArticleCard = ({ article, picked, onPick }: Omit<WallProps, 'obligations'> & { readonly article: Article }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { obligations } = article;
  const count = (light: ObligationState['light']): number => obligations.filter((each) => each.light === light).length;
  return (
    <article className="wall-card">
      <header title={article.title}>
        <span className="mono faint">{article.article}</span>
        <b>{articleTitle(article, language).replace(/^.*?\uFF08.*?\uFF09/u, '')}</b>
        <span className="faint">{t('obligations.met', { met: count('green'), all: obligations.length })}</span>
      </header>
      <div className="wall-bar" aria-hidden="true">
        {LIGHTS.filter((light) => light !== 'none').map((light) => (
          <i
            key={light}
            data-tone={LIGHT_TONE[light]}
            style={{ width: `${(count(light) / obligations.length) * 100}%` }}
          />
        ))}
      </div>
      <div className="row wrap" style={{ gap: 3 }}>
        {obligations.map((obligation) => (
          <ObligationLight
            key={obligation.id}
            obligation={obligation}
            picked={obligation.id === picked}
            onPick={onPick}
          />
        ))}
      </div>
    </article>
  );
};

const ObligationLight = ({
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
