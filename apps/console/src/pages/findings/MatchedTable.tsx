import type { Finding } from '@chedun/governance/contract';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { verdictOf } from '../../lib/verdictText.ts';
import { Panel } from '../../ui/Panel.tsx';

type Matched = NonNullable<Finding['alert']>['matched'];

/** What a detector told, in the language of the reader. */
const ToldValue = ({ field, value }: Matched[number]) => {
  const { language } = usePreferences();
  const told = verdictOf(field, value, language);
  return told === undefined ? null : <span className="soft">{told}</span>;
};

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
            <mark>{value}</mark> <ToldValue field={field} value={value} />
          </span>
        </div>
      ))}
    </Panel>
  );
};
