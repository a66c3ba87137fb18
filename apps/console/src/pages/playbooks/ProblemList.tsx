import type { PlaybookProblem } from '@chedun/playbooks/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

const SHOWN = 30;

/** What is wrong with a playbook, errors first, each with its place in the file. */
export const ProblemList = ({ problems }: { readonly problems: readonly PlaybookProblem[] }) => {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  const sorted = problems.toSorted((a, b) => a.level.localeCompare(b.level));
  return (
    <ul className="run-trace" style={{ maxHeight: 260, overflow: 'auto' }}>
      {sorted.slice(0, SHOWN).map(({ level, code, place, detail }) => (
        <li key={`${code} ${place} ${detail}`} style={{ gridTemplateColumns: '72px minmax(0, 1fr)' }}>
          <span>
            <Chip tone={level === 'error' ? 'critical' : 'medium'}>{t(`playbooks.levels.${level}`)}</Chip>
          </span>
          <span>
            {t(`playbooks.problems.${code}`, code)} <span className="mono faint">{place}</span>
            <br />
            <span className="faint">{detail}</span>
          </span>
        </li>
      ))}
      {problems.length > SHOWN && <li>{t('playbooks.moreProblems', { count: problems.length - SHOWN })}</li>}
    </ul>
  );
};
