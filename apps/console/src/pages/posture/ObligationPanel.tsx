import type { ObligationState } from '@chedun/posture/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { LIGHT_TONE } from '../../lib/posture.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Highlight } from '../../ui/Highlight.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { CheckCard } from './CheckCard.tsx';

/** One obligation: the text of the notice and the checks that prove it. */
export const ObligationPanel = ({ obligation }: { readonly obligation: ObligationState | undefined }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
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
      <div className="stack">
        <strong style={{ fontSize: 14 }}>{textIn(obligation.duty, language)}</strong>
        <div>
          <div className="soft" style={{ marginBottom: 4 }}>
            {t('posture.quote')} · {obligation.articleTitle}
          </div>
          <div className="quote" lang="zh-CN">
            <Highlight text={obligation.quote} marks={obligation.focus === null ? [] : [obligation.focus]} />
          </div>
        </div>
        <strong>{t('posture.checks')}</strong>
        {obligation.checks.length === 0 && (
          <EmptyState size="small" title={t('posture.noChecks')} hint={t('posture.noChecksHint')} />
        )}
        {obligation.checks.map((check) => (
          <CheckCard key={check.id} check={check} />
        ))}
      </div>
    </Panel>
  );
};
