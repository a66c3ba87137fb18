import type { Incident } from '@chedun/incidents/contract';
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
import { RunStatusChip } from '../playbooks/parts.tsx';
import { StartDialog } from '../playbooks/StartDialog.tsx';

const SHOWN = 4;

/** Playbooks that fit the findings of an incident, and their runs for it: what contains it, with proof and undo. */
export const PlaybooksPanel = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const may = useMay();
  const reads = may(playbookPermissions.read);
  const [chosen, setChosen] = useState<SuggestionList['items'][number]>();
  const finding = incident.linked[0]?.id ?? '';
  const suggested = useQuery({
    queryKey: ['playbook-suggestions', finding],
    queryFn: ({ signal }) => suggestPlaybooks(finding, signal),
    enabled: reads && may(playbookPermissions.run) && finding !== '' && incident.state !== 'closed',
  });
  const runs = useQuery({
    queryKey: ['playbook-runs', 'incident', incident.id],
    queryFn: ({ signal }) => listRuns({ subjectKind: 'incident', subjectId: incident.id, limit: 20 }, signal),
    enabled: reads,
  });
  const items = (suggested.data?.items ?? []).slice(0, SHOWN);
  const started = runs.data?.items ?? [];
  if (!reads || (items.length === 0 && started.length === 0)) return null;
  return (
    <Panel title={t('playbooks.panel')}>
      <div className="stack">
        {items.map((item) => (
          <Button key={item.playbook} block className="incident-playbook" onClick={() => setChosen(item)}>
            {item.name}
          </Button>
        ))}
        {started.map((run) => (
          <div key={run.id} className="row wrap">
            <Link to="/playbook-runs/$id" params={{ id: run.id }}>
              {run.name}
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
          subject={{ kind: 'incident', id: incident.id, title: `${incident.number} ${incident.title}`.slice(0, 300) }}
          values={chosen.values}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Panel>
  );
};
