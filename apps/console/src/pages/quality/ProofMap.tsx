import type { Proof, ProofList } from '@chedun/quality/contract';
import { Button, Tooltip } from 'antd';
import type { TFunction } from 'i18next';
import { Fragment, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { paceOf, proofFamilies } from '../../lib/proofs.ts';
import '../../styles/quality.css';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { RuleLink, ruleTitle } from './RuleLink.tsx';

const STATES = ['proven', 'stale', 'missed', 'waiting', 'untestable'] as const;
/** Tones of the states. */
export const PROOF_TONE = {
  proven: 'good',
  stale: 'medium',
  missed: 'critical',
  waiting: 'info',
  untestable: 'info',
} as const;

const named = ({ ruleId, ruleTitle: title, ruleTitleZh }: Proof) => ({ id: ruleId, title, titleZh: ruleTitleZh });

const titleOf = (t: TFunction, proof: Proof, language: 'zh-CN' | 'en'): string =>
  [
    ruleTitle(named(proof), language),
    t(`quality.proofStates.${proof.state}`),
    ...(proof.seconds === null ? [] : [t('quality.seconds', { value: proof.seconds })]),
  ].join(' · ');

/** Every enabled rule as a square in the row of its family. */
export const ProofMap = ({
  list,
  canRun,
  onRun,
  isRunning,
}: {
  readonly list: ProofList;
  readonly canRun: boolean;
  readonly onRun: (ruleIds: readonly string[]) => void;
  readonly isRunning: boolean;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [picked, setPicked] = useState<string>();
  const families = useMemo(() => proofFamilies(list.items), [list]);
  const chosen = list.items.find(({ ruleId }) => ruleId === picked);
  return (
    <Panel title={t('quality.proofMap')} hint={t('quality.proofMapHint')} extra={<Legend />}>
      <div className="stack" style={{ gap: 12 }}>
        {chosen !== undefined && (
          <Chosen proof={chosen} canRun={canRun} onRun={() => onRun([chosen.ruleId])} isRunning={isRunning} />
        )}
        <div className="proof-map">
          {families.map(({ family, proofs, testable, proven }) => (
            <Fragment key={family}>
              <span className={family === 'correlation' ? 'family' : 'family mono'}>
                {family === 'correlation' ? t('quality.correlations') : family}
              </span>
              <span className="proof-cells">
                {proofs.map((proof) => (
                  <Tooltip key={proof.ruleId} title={titleOf(t, proof, language)} mouseEnterDelay={0.05}>
                    <button
                      type="button"
                      className="proof-cell"
                      data-state={proof.state}
                      data-pace={paceOf(proof.seconds)}
                      data-picked={proof.ruleId === picked || undefined}
                      aria-label={titleOf(t, proof, language)}
                      onClick={() => setPicked(proof.ruleId)}
                    />
                  </Tooltip>
                ))}
              </span>
              <span className={testable === 0 ? 'count faint' : 'count'}>
                {testable === 0 ? '—' : `${proven} / ${testable}`}
              </span>
            </Fragment>
          ))}
        </div>
      </div>
    </Panel>
  );
};

const Legend = () => {
  const { t } = useTranslation();
  return (
    <span className="row proof-legend">
      {STATES.map((state) => (
        <span key={state} className="row nowrap" style={{ gap: 5 }}>
          <span className="proof-cell" data-state={state} />
          {t(`quality.proofStates.${state}`)}
        </span>
      ))}
    </span>
  );
};

const Chosen = ({
  proof,
  canRun,
  onRun,
  isRunning,
}: {
  readonly proof: Proof;
  readonly canRun: boolean;
  readonly onRun: () => void;
  readonly isRunning: boolean;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const mayRun = canRun && proof.kind === 'rule' && proof.state !== 'untestable';
  return (
    <div className="row wrap" style={{ gap: 14 }}>
      <StateDot tone={PROOF_TONE[proof.state]}>{t(`quality.proofStates.${proof.state}`)}</StateDot>
      {proof.kind === 'rule' ? <RuleLink rule={named(proof)} /> : <span>{ruleTitle(named(proof), language)}</span>}
      <span className="soft">
        {t('quality.provenAt')} <AgoText at={proof.provenAt} />
      </span>
      {proof.seconds !== null && <span className="soft">{t('quality.afterSeconds', { value: proof.seconds })}</span>}
      {mayRun && (
        <Button size="small" loading={isRunning} onClick={onRun}>
          {t('quality.proveOne')}
        </Button>
      )}
    </div>
  );
};
