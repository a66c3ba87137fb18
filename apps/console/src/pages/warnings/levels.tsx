import type { WarningLevel, WarningScope, WarningSummary } from '@chedun/warnings/contract';
import { AssetRef } from '@chedun/governance/contract';
import { useTranslation } from 'react-i18next';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';

/** Tone of the style sheet for a level. */
export const LEVEL_TONE = { red: 'critical', orange: 'high', yellow: 'medium', blue: 'low' } as const;

/** Levels, worst first. */
export const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const satisfies readonly WarningLevel[];

/** A level in its colour. */
export const LevelTag = ({ level }: { readonly level: WarningLevel }) => {
  const { t } = useTranslation();
  return (
    <span className="sev" data-tone={LEVEL_TONE[level]}>
      <span className="dot" />
      {t(`warnings.level.${level}`)}
    </span>
  );
};

const STATUS_TONE = { proposed: 'medium', issued: 'critical', lifted: 'good', refused: 'info' } as const;

/** Status, with what waits for a person. */
export const WarningStatus = ({ warning }: { readonly warning: Pick<WarningSummary, 'status' | 'pending'> }) => {
  const { t } = useTranslation();
  return (
    <span className="row nowrap" style={{ gap: 6 }}>
      <StateDot tone={STATUS_TONE[warning.status]}>{t(`warnings.status.${warning.status}`)}</StateDot>
      {warning.pending !== null && (
        <Chip tone="medium">
          {warning.pending === 'lift'
            ? t('warnings.pendingLift')
            : t('warnings.pendingLevel', { level: t(`warnings.level.${warning.pending}`) })}
        </Chip>
      )}
    </span>
  );
};

/** What a warning is about. */
export const ScopeText = ({ scope }: { readonly scope: WarningScope }) => {
  const { t } = useTranslation();
  const asset = AssetRef.safeParse(scope);
  if (scope.kind === 'fleet' || !asset.success) return <>{t('warnings.scope.fleet')}</>;
  return <AssetLink asset={asset.data} />;
};
