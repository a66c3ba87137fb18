import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listDeadlines } from '../../api/deadlines.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { DueText, RemainingBar, RuleText } from '../deadlines/clockParts.tsx';
import '../../styles/deadlines.css';

/** Deadlines of a unit. */
export const UnitClocks = ({ id, name }: { readonly id: string; readonly name: string }) => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['deadlines', 'filing-unit', id],
    queryFn: ({ signal }) =>
      listDeadlines({ state: 'all', subjectKind: 'filing-unit', search: name, limit: 100 }, signal),
  });
  const items = (found.data?.items ?? []).filter(({ subject }) => subject.id.startsWith(id));
  return (
    <Panel title={t('filing.clocks')}>
      {items.length === 0 ? (
        <EmptyState size="small" title={t('filing.clocksEmpty')} />
      ) : (
        <div className="stack">
          {items.map((clock) => (
            <div key={clock.id}>
              <div className="row" style={{ gap: 10, justifyContent: 'space-between' }}>
                <RuleText clock={clock} />
                <DueText clock={clock} />
              </div>
              <RemainingBar clock={clock} />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
};
