import { dutyPermissions } from '@chedun/duty-roster/contract';
import type { Incident } from '@chedun/incidents/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { listCalls, startCalls } from '../../api/dutyRoster.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { CallTreeView } from './CallPanel.tsx';
import { OnDutyCards } from './OnDutyCards.tsx';
import { useRoster } from './useRoster.ts';

/** Whom to call for an incident: who is on duty, who answered, and which deputies follow. */
export const IncidentCalls = ({ incident }: { readonly incident: Incident }) => {
  const may = useMay();
  return may(dutyPermissions.read) ? <Shown incident={incident} mayCall={may(dutyPermissions.call)} /> : null;
};

const Shown = ({ incident, mayCall }: { readonly incident: Incident; readonly mayCall: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const { data: board } = useRoster();
  const calls = useQuery({
    queryKey: ['duty-roster', 'calls', incident.id],
    queryFn: ({ signal }) => listCalls({ incident: incident.id, limit: 5 }, signal),
    refetchInterval: 15_000,
  });
  const start = useMutation({
    mutationFn: startCalls,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['duty-roster', 'calls'] }),
    onError: say.problem,
  });
  if (board === undefined || board.responders.length === 0) return null;
  const title = `${incident.number} ${incident.title}`.slice(0, 300);
  const scope = board.onDuty.length === 0 ? 'team' : 'on-duty';
  return (
    <Panel
      title={t('dutyRoster.panel')}
      extra={
        mayCall &&
        incident.state !== 'closed' && (
          <Button
            size="small"
            loading={start.isPending}
            onClick={() => start.mutate({ scope, incident: { id: incident.id, title } })}
          >
            {t('dutyRoster.panelStart')}
          </Button>
        )
      }
    >
      <div className="stack">
        {board.onDuty.length === 0 ? (
          <span className="soft">{t('dutyRoster.panelEmpty')}</span>
        ) : (
          <OnDutyCards onDuty={board.onDuty} />
        )}
        {(calls.data?.items ?? []).map((tree) => (
          <CallTreeView key={tree.id} tree={tree} />
        ))}
      </div>
    </Panel>
  );
};
