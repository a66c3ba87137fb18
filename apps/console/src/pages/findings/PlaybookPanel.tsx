import { playbookPermissions, type SuggestionList } from '@chedun/playbooks/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listRuns, suggestPlaybooks } from '../../api/playbooks.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { RunStatusChip, useLocalName } from '../playbooks/parts.tsx';
import { StartDialog } from '../playbooks/StartDialog.tsx';

const SHOWN = 4;

/** What can be done about a finding, with the values that it tells, and what was done. */
export const PlaybookPanel = ({ finding }: { readonly finding: string }) => {
  const { t } = useTranslation();
  const may = useMay();
  const local = useLocalName();
  const reads = may(playbookPermissions.read);
  const [chosen, setChosen] = useState<SuggestionList['items'][number]>();
  const suggested = useQuery({
    queryKey: ['playbook-suggestions', finding],
    queryFn: ({ signal }) => suggestPlaybooks(finding, signal),
    enabled: reads && may(playbookPermissions.run),
  });
  const runs = useQuery({
    queryKey: ['playbook-runs', 'finding', finding],
    queryFn: ({ signal }) => listRuns({ subjectKind: 'finding', subjectId: finding, limit: 20 }, signal),
    enabled: reads,
  });
  if (!reads) return null;
  const items = suggested.data?.items ?? [];
  return (
    <Panel title={t('playbooks.panel')}>
      <div className="stack">
        {items.slice(0, SHOWN).map((item) => (
          <Button
            key={item.playbook}
            block
            style={{ textAlign: 'left', whiteSpace: 'normal', height: 'auto' }}
            onClick={() => setChosen(item)}
          >
            {local(item.name)}
          </Button>
        ))}
        {suggested.data !== undefined && items.length === 0 && (
          <span className="faint">{t('playbooks.noneApproved')}</span>
        )}
        {(runs.data?.items ?? []).map((run) => (
          <div key={run.id} className="row wrap">
            <Link to="/playbook-runs/$id" params={{ id: run.id }}>
              {local(run.name)}
            </Link>
            <RunStatusChip status={run.status} />
            <span className="faint">
              <TimeText at={run.startedAt} />
            </span>
          </div>
        ))}
      </div>
      {chosen && (
        <StartDialog
          playbook={chosen.playbook}
          subject={{ kind: 'finding', id: finding }}
          values={chosen.values}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Panel>
  );
};
