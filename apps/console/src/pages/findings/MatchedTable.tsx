import type { Finding } from '@chedun/governance/contract';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';

type Matched = NonNullable<Finding['alert']>['matched'];

/** The fields and values that made the rule match. */
export const MatchedTable = ({ matched }: { readonly matched: Matched }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('findings.matched')} body="flush">
      {matched.map(({ field, value }) => (
        <div
          key={`${field}=${value}`}
          className="tree-line"
          style={{ gridTemplateColumns: '220px minmax(0, 1fr)', padding: '6px 14px' }}
        >
          <span className="name mono">{field}</span>
          <span className="value mono">
            <mark>{value}</mark>
          </span>
        </div>
      ))}
    </Panel>
  );
};
