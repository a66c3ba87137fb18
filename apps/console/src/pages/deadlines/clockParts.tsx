import type { ClockLine } from '@chedun/deadline-ledger/contract';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { leftOf, partOf, toneOf } from './remaining.ts';
import '../../styles/deadlines.css';

/** What is left of a running clock as a bar with words; how it ended otherwise. */
export const RemainingBar = ({ clock }: { readonly clock: ClockLine }) => {
  const { t } = useTranslation();
  const now = useNow(15_000);
  if (clock.state !== 'running') return <Ended clock={clock} />;
  const part = partOf(clock, now);
  const { count, unit } = leftOf(clock, now);
  const waiting = clock.dueKind === 'immediate' ? 'since' : 'left';
  const text = t(`deadlines.${clock.overdue ? 'over' : waiting}.${unit}`, { count });
  return (
    <div className="clock-bar" data-tone={toneOf(clock, now)} role="img" aria-label={text}>
      <div className="clock-track">
        <div className="clock-fill" style={{ width: `${Math.round(part * 100)}%` }} />
      </div>
      <span className="nowrap">{text}</span>
    </div>
  );
};

const Ended = ({ clock }: { readonly clock: ClockLine }) => {
  const { t } = useTranslation();
  if (clock.state === 'withdrawn') return <StateDot tone="info">{t('deadlines.withdrawn')}</StateDot>;
  if (clock.lateMinutes === 0) return <StateDot tone="good">{t('deadlines.inTime')}</StateDot>;
  return <StateDot tone="critical">{t('deadlines.endedLate', { count: clock.lateMinutes })}</StateDot>;
};

/** Due time as the law says it, with what a reader must not miss. */
export const DueText = ({ clock }: { readonly clock: ClockLine }) => {
  const { t } = useTranslation();
  const text = clock.due.replace('T', ' ').replace('+08:00', '').replace(/:00$/, '');
  return (
    <span className="row wrap" style={{ gap: 6 }}>
      <span className="nowrap tabular">{clock.dueKind === 'immediate' ? t('deadlines.immediate') : text}</span>
      {clock.dueKind === 'provisional' && (
        <Tooltip title={t('deadlines.provisionalWhy', { year: clock.missingYear ?? '' })}>
          <span>
            <Chip tone="medium">{t('deadlines.provisional')}</Chip>
          </span>
        </Tooltip>
      )}
    </span>
  );
};

/** Terms of a rule in words: 4 小时, 10 个工作日. */
export const useLimitText = () => {
  const { t } = useTranslation();
  return ({ terms }: ClockLine['rule']): string =>
    terms
      .map(({ n, unit, appliesTo }) => {
        const words = t(`deadlines.units.${unit as Unit}`, { count: n });
        return appliesTo === undefined ? words : t('deadlines.forCase', { words, name: appliesTo });
      })
      .join(' · ');
};

type Unit = 'immediate' | 'min' | 'h' | 'd' | 'wd' | 'mo' | 'y';

/** The rule of a clock with the mark of what nobody verified. */
export const RuleText = ({ clock }: { readonly clock: ClockLine }) => {
  const { t } = useTranslation();
  const limit = useLimitText();
  return (
    <Tooltip title={`${clock.rule.source} · ${limit(clock.rule)}`}>
      <span className="row nowrap" style={{ gap: 6 }}>
        <span className="mono">{clock.rule.id}</span>
        {clock.rule.basis === 'unverified' && (
          <Chip tone="medium" title={t('deadlines.unverifiedWhy')}>
            {t('deadlines.unverified')}
          </Chip>
        )}
      </span>
    </Tooltip>
  );
};
