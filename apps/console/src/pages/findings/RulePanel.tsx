import type { Finding } from '@chedun/governance/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { otherTags } from '../../lib/findings.ts';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

/** The rule behind an alert; its author and licence are always named. */
export const RulePanel = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  const { alert } = finding;
  if (alert === null) return null;
  return (
    <Panel
      title={t('findings.rule')}
      extra={
        <Link to={finding.module === 'correlation' ? '/correlations/$id' : '/rules/$id'} params={{ id: alert.ruleId }}>
          {t('findings.viewRule')}
        </Link>
      }
    >
      <div className="stack">
        <strong>{alert.ruleTitle}</strong>
        {alert.description !== '' && <p className="soft">{alert.description}</p>}
        <Facts
          items={[
            [t('findings.author'), alert.author],
            [t('findings.license'), alert.license],
            [t('findings.falsePositives'), <Lines key="false" lines={alert.falsePositives} />],
            [t('findings.references'), <Lines key="references" lines={alert.references} />],
            [t('findings.tags'), <TagLine key="tags" tags={otherTags(alert.tags)} />],
          ]}
        />
      </div>
    </Panel>
  );
};

const Lines = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.length === 0 ? (
    <span className="faint">—</span>
  ) : (
    <>
      {lines.map((line) => (
        <div key={line} style={{ overflowWrap: 'anywhere' }}>
          {line}
        </div>
      ))}
    </>
  );

const TagLine = ({ tags }: { readonly tags: readonly string[] }) => (
  <span className="row wrap" style={{ gap: 4 }}>
    {tags.map((tag) => (
      <Chip key={tag}>{tag}</Chip>
    ))}
  </span>
);

/** Facts that the reporting module measured, and the obligations that the finding touches. */
export const FactsPanel = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  const facts = Object.entries(finding.facts);
  if (facts.length === 0 && finding.obligations.length === 0) return null;
  return (
    <Panel title={t('findings.facts')}>
      <Facts
        items={[
          [t('findings.obligations'), finding.obligations.length === 0 ? '' : finding.obligations.join(' · ')],
          ...facts.map(
            ([name, value]) =>
              [
                <span key={name} className="mono">
                  {name}
                </span>,
                String(value),
              ] as const,
          ),
        ]}
      />
    </Panel>
  );
};
