import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { listSubmissions } from '../../api/supervision.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilingTable } from './FilingTable.tsx';
import { useFilingColumns } from './parts.tsx';
import { RefusedPanel, WaitingPanel } from './Submissions.tsx';

/** What waits for a person, and what is under review. */
export const InboxTab = () => {
  const { t } = useTranslation();
  const columns = useFilingColumns();
  const [shown, setShown] = useState<'refused' | 'nothing'>('nothing');
  const waiting = useQuery({
    queryKey: ['supervision', 'submissions', 'waiting'],
    queryFn: ({ signal }) => listSubmissions('waiting', signal),
    refetchInterval: 15_000,
  });
  const { acceptance, firm, title, kind, state, problems, rounds, received, due } = columns;
  return (
    <div className="stack">
      {(waiting.data?.items.length ?? 0) > 0 && <WaitingPanel items={waiting.data?.items ?? []} />}
      <FilingTable
        title={t('supervision.tabs.inbox')}
        state="open"
        columns={[acceptance, firm, title, kind, state, problems, rounds, received, due]}
        exportName="chedun-inbox"
        empty={<EmptyState title={t('supervision.inboxEmpty')} hint={t('supervision.inboxEmptyHint')} />}
        extra={() => (
          <Button onClick={() => setShown(shown === 'refused' ? 'nothing' : 'refused')}>
            {t('supervision.refusedShow')}
          </Button>
        )}
      />
      {shown === 'refused' && <RefusedPanel />}
    </div>
  );
};
