import type { ObligationDetail, ObligationState } from '@chedun/posture/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { getObligation } from '../../api/posture.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { LIGHT_TONE } from '../../lib/posture.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Highlight } from '../../ui/Highlight.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { CheckCard } from './CheckCard.tsx';
import { ObligationFacts, ObligationFindings, ObligationMappings } from './ObligationFacts.tsx';

/** One obligation: the text of the notice, who answers for it, and everything that proves it. */
export const ObligationPanel = ({ obligation }: { readonly obligation: ObligationState | undefined }) => {
  const { t } = useTranslation();
  if (obligation === undefined) {
    return (
      <Panel title={t('posture.obligation')}>
        <EmptyState title={t('posture.pick')} hint={t('posture.pickHint')} />
      </Panel>
    );
  }
  return (
    <Panel
      title={`${t('posture.obligation')} ${obligation.id}`}
      extra={<Chip tone={LIGHT_TONE[obligation.light]}>{t(`posture.light.${obligation.light}`)}</Chip>}
    >
      <ObligationBody key={obligation.id} obligation={obligation} />
    </Panel>
  );
};

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="stack" style={{ gap: 4 }}>
    <strong>{title}</strong>
    {children}
  </div>
);

const ObligationBody = ({ obligation }: { readonly obligation: ObligationState }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const detail = useQuery({
    queryKey: ['posture', 'obligation', obligation.id],
    queryFn: ({ signal }) => getObligation(obligation.id, signal),
    refetchInterval: 60_000,
  });
  const { data } = detail;
  return (
    <div className="stack">
      <div>
        <div className="soft" style={{ marginBottom: 4 }}>
          {t('obligations.sentence')} · {obligation.articleTitle}
        </div>
        <div className="quote" lang="zh-CN">
          <Highlight text={data?.sentence ?? obligation.quote} marks={[obligation.focus ?? obligation.quote]} />
        </div>
      </div>
      <Part title={t('obligations.duty')}>{textIn(obligation.duty, language)}</Part>
      <Checks obligation={obligation} history={data?.history} />
      {detail.error !== null && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {data === undefined && detail.error === null && <Skeleton active paragraph={{ rows: 4 }} />}
      {data !== undefined && (
        <>
          <ObligationFacts detail={data} />
          <Part title={t('obligations.findings')}>
            <ObligationFindings findings={data.findings} />
          </Part>
          <Part title={t('obligations.mappings')}>
            <ObligationMappings mappings={data.mappings} />
          </Part>
        </>
      )}
    </div>
  );
};

const Checks = ({
  obligation,
  history,
}: {
  readonly obligation: ObligationState;
  readonly history: ObligationDetail['history'] | undefined;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const gap =
    obligation.gap === null ? undefined : t('obligations.gap', { part: textIn(obligation.gap.title, language) });
  return (
    <Part title={t('posture.checks')}>
      {obligation.checks.length === 0 && (
        <EmptyState size="small" title={t('posture.noChecks')} hint={gap ?? t('posture.noChecksHint')} />
      )}
      {obligation.checks.length > 0 && gap !== undefined && <span className="soft">{gap}</span>}
      {obligation.checks.map((check) => (
        <CheckCard
          key={check.id}
          check={check}
          history={history?.find(({ checkId }) => checkId === check.id)?.segments}
        />
      ))}
    </Part>
  );
};
