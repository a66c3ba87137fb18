import type { Coverage } from '@chedun/detection/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { getCoverage } from '../../api/detection.ts';
import type { Framework } from '../../api/detection.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { HEAT_STEPS, heatOf } from '../../lib/heat.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';

type Tactic = z.output<typeof Coverage>['tactics'][number];

const FRAMEWORKS = ['attack', 'ics', 'atm'] as const;

/** The tag under which rules name a tactic or technique. */
const tagOf = (framework: Framework, id: string): string =>
  `${framework === 'atm' ? 'atm' : 'attack'}.${id.toLowerCase()}`;

/** Which techniques the enabled rules see, as a heat map. */
export const CoveragePage = () => {
  const { t } = useTranslation();
  const [framework, setFramework] = useState<Framework>('attack');
  const [onlyCovered, setOnlyCovered] = useState(false);
  const coverage = useQuery({
    queryKey: ['coverage', framework],
    queryFn: ({ signal }) => getCoverage(framework, signal),
  });
  return (
    <div className="page">
      <PageHead
        title={t('nav.coverage')}
        about={t('coverage.about')}
        extra={
          <>
            <Checkbox checked={onlyCovered} onChange={(event) => setOnlyCovered(event.target.checked)}>
              {t('coverage.onlyCovered')}
            </Checkbox>
            <Segmented<Framework>
              value={framework}
              onChange={setFramework}
              options={FRAMEWORKS.map((value) => ({ value, label: t(`coverage.framework.${value}`) }))}
            />
          </>
        }
      />
      {coverage.error !== null && <ErrorState error={coverage.error} onRetry={() => void coverage.refetch()} />}
      {coverage.data === undefined && coverage.error === null && <Skeleton active paragraph={{ rows: 14 }} />}
      {coverage.data !== undefined && (
        <Matrix framework={framework} tactics={coverage.data.tactics} onlyCovered={onlyCovered} />
      )}
    </div>
  );
};

interface MatrixProps {
  readonly framework: Framework;
  readonly tactics: readonly Tactic[];
  readonly onlyCovered: boolean;
}

const Matrix = ({ framework, tactics, onlyCovered }: MatrixProps) => {
  const { t } = useTranslation();
  if (tactics.every(({ rules }) => rules === 0)) {
    return (
      <Panel>
        <EmptyState title={t('coverage.empty')} hint={t('coverage.emptyHint')} />
      </Panel>
    );
  }
  return (
    <Panel title={t('coverage.legend')} extra={<HeatLegend />}>
      <div className="matrix" style={{ gridTemplateColumns: `repeat(${tactics.length}, minmax(128px, 1fr))` }}>
        {tactics.map((tactic) => (
          <TacticHead key={tactic.id} framework={framework} tactic={tactic} />
        ))}
        {tactics.map((tactic) => (
          <TacticColumn key={tactic.id} framework={framework} tactic={tactic} onlyCovered={onlyCovered} />
        ))}
      </div>
    </Panel>
  );
};

const HeatLegend = () => (
  <span className="row" style={{ gap: 3 }}>
    {HEAT_STEPS.map((from, index) => (
      <span key={from} className="heat-key" data-heat={index}>
        {index === HEAT_STEPS.length - 1 ? `${from}+` : from}
      </span>
    ))}
  </span>
);

const TacticHead = ({ framework, tactic }: { readonly framework: Framework; readonly tactic: Tactic }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const covered = tactic.techniques.filter(({ enabled }) => enabled > 0).length;
  return (
    <div className="matrix-head">
      <Link to="/rules" search={{ tag: tagOf(framework, tactic.id) }}>
        <strong>{textIn(tactic.title, language)}</strong>
      </Link>
      <span className="faint">
        {tactic.rules === 0
          ? t('coverage.none')
          : tactic.techniques.length > 0
            ? t('coverage.techniques', { covered, all: tactic.techniques.length })
            : t('coverage.rules', { enabled: tactic.enabled, rules: tactic.rules })}
      </span>
    </div>
  );
};

const TacticColumn = ({
  framework,
  tactic,
  onlyCovered,
}: {
  readonly framework: Framework;
  readonly tactic: Tactic;
  readonly onlyCovered: boolean;
}) => {
  const shown = onlyCovered ? tactic.techniques.filter(({ enabled }) => enabled > 0) : tactic.techniques;
  return (
    <div className="matrix-column">
      {shown.map((technique) => (
        <TechniqueCell key={technique.id} framework={framework} technique={technique} />
      ))}
    </div>
  );
};

const TechniqueCell = ({
  framework,
  technique,
}: {
  readonly framework: Framework;
  readonly technique: Tactic['techniques'][number];
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { id, rules, enabled, hits24h } = technique;
  const title = technique.title === null ? '' : textIn(technique.title, language);
  return (
    <Link
      to="/rules"
      search={{ tag: tagOf(framework, id) }}
      className="matrix-cell"
      style={{ flexDirection: 'column', paddingBlock: 3 }}
      data-heat={heatOf(enabled)}
      title={t('coverage.cell', { id: `${id} ${title}`.trim(), enabled, rules, hits: hits24h })}
    >
      <span className="row between">
        <span>{id}</span>
        <span className="matrix-count">{enabled > 0 ? enabled : ''}</span>
      </span>
      {title !== '' && <span style={{ fontFamily: 'var(--font)', lineHeight: '15px' }}>{title}</span>}
      {hits24h > 0 && <span className="matrix-hit" />}
    </Link>
  );
};
