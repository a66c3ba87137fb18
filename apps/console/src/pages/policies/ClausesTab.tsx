import type { Clause } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getOverview } from '../../api/policies.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { articleTitle } from '../../lib/posture.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';

const STATES = ['covered', 'work', 'gap', 'free'] as const;
type ClauseState = (typeof STATES)[number];
const TONE: Readonly<Record<ClauseState, string>> = { covered: 'good', work: 'medium', gap: 'critical', free: 'info' };

const stateOf = ({ need, policies, inWork }: Clause): ClauseState => {
  if (policies.length > 0) return 'covered';
  if (need === null) return 'free';
  return inWork ? 'work' : 'gap';
};

/** Which obligations have a rule, as a picture by article, and what has to be handled. */
export const ClausesTab = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [picked, setPicked] = useState<string>();
  const found = useQuery({ queryKey: ['policies', 'overview'], queryFn: ({ signal }) => getOverview(signal) });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 10 }} />;
  const { clauses, weaknesses } = found.data;
  const clause = clauses.find(({ obligation }) => obligation === picked);
  const legend = STATES.map((state) => (
    <StateDot key={state} tone={TONE[state]}>
      {t(`policies.clauseState.${state}`)}
    </StateDot>
  ));
  return (
    <div className="stack">
      <Panel title={t('policies.clausePicture')} hint={t('policies.clauseHint')} extra={legend}>
        <ClausePicture clauses={clauses} picked={picked} onPick={setPicked} />
        {clause !== undefined && <ClauseFacts clause={clause} />}
      </Panel>
      <Panel title={t('policies.problems')}>
        {weaknesses.length === 0 && <span className="faint">{t('policies.noProblems')}</span>}
        <div className="stack" style={{ gap: 6 }}>
          {weaknesses.map(({ key, kind, text, policy }) => (
            <div key={key} className="row">
              <StateDot tone={kind === 'acknowledge' ? 'medium' : 'critical'}>{textIn(text, language)}</StateDot>
              {policy !== null && (
                <Link to="/policies/$id" params={{ id: policy }}>
                  {t('policies.open')}
                </Link>
              )}
            </div>
          ))}
        </div>
      </Panel>
    </div>
  );
};

const ClausePicture = ({
  clauses,
  picked,
  onPick,
}: {
  readonly clauses: readonly Clause[];
  readonly picked: string | undefined;
  readonly onPick: (obligation: string) => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <div className="clause-picture">
      {[...Map.groupBy(clauses, ({ article }) => article)].map(([article, each]) => (
        <article key={article} className="clause-article">
          <header>
            <span className="mono faint">{article}</span>
            <b title={each[0]?.articleTitle}>
              {articleTitle({ article, title: each[0]?.articleTitle ?? '' }, language).replace(
                /^.*?\uFF08.*?\uFF09/u,
                '',
              )}
            </b>
          </header>
          <div className="row wrap" style={{ gap: 4 }}>
            {each.map((clause) => (
              <button
                key={clause.obligation}
                type="button"
                className={clause.obligation === picked ? 'square picked' : 'square'}
                data-tone={TONE[stateOf(clause)]}
                data-light={stateOf(clause) === 'free' ? 'none' : stateOf(clause)}
                title={`${clause.obligation} ${textIn(clause.title, language)} · ${t(`policies.clauseState.${stateOf(clause)}`)}`}
                onClick={() => onPick(clause.obligation)}
              >
                {clause.obligation.split('-')[1]}
              </button>
            ))}
          </div>
        </article>
      ))}
    </div>
  );
};

const ClauseFacts = ({ clause }: { readonly clause: Clause }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { obligation, title, need, words, policies } = clause;
  const basis = need === null ? '' : t(`policies.need.${need}`);
  return (
    <div style={{ marginTop: 14 }}>
      <Facts
        items={[
          [t('policies.obligation'), `${obligation} ${textIn(title, language)}`],
          [
            t('policies.stateName'),
            <Chip tone={TONE[stateOf(clause)]}>{t(`policies.clauseState.${stateOf(clause)}`)}</Chip>,
          ],
          [t('policies.needName'), language === 'en' || words === null ? basis : `${basis} · ${words}`],
          [
            t('policies.coveredBy'),
            policies.length > 0 && (
              <span className="row wrap" style={{ gap: 10 }}>
                {policies.map(({ id, code, title: name }) => (
                  <Link key={id} to="/policies/$id" params={{ id }}>
                    {code} {name}
                  </Link>
                ))}
              </span>
            ),
          ],
        ]}
      />
    </div>
  );
};
