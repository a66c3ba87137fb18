import { dutyPermissions, type Call, type CallTree } from '@chedun/duty-roster/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCalls, recordAnswer, startCalls } from '../../api/dutyRoster.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatTime } from '../../lib/time.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const TONE: Readonly<Record<Call['outcome'], string>> = { waiting: 'medium', answered: 'good', missed: 'critical' };

/** Calls that were made, of the roster or of one incident; and who is waited for. */
export const CallPanel = ({ empty }: { readonly empty: boolean }) => {
  const { t } = useTranslation();
  const mayCall = useMay()(dutyPermissions.call);
  const [open, setOpen] = useState(false);
  const calls = useQuery({
    queryKey: ['duty-roster', 'calls', 'all'],
    queryFn: ({ signal }) => listCalls({ limit: 10 }, signal),
    refetchInterval: 10_000,
  });
  const items = calls.data?.items ?? [];
  return (
    <Panel
      title={t('dutyRoster.calls')}
      extra={
        mayCall &&
        !empty && (
          <Button size="small" type="primary" onClick={() => setOpen(true)}>
            {t('dutyRoster.startTest')}
          </Button>
        )
      }
    >
      {items.length === 0 ? (
        <EmptyState size="small" title={t('dutyRoster.callsEmpty')} hint={t('dutyRoster.callsEmptyHint')} />
      ) : (
        <div className="stack">
          {items.map((tree) => (
            <CallTreeView key={tree.id} tree={tree} />
          ))}
        </div>
      )}
      {open && <StartDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
};

const StartDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [scope, setScope] = useState<'team' | 'on-duty'>('team');
  const start = useMutation({
    mutationFn: startCalls,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['duty-roster', 'calls'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('dutyRoster.startTest')}
      okText={t('dutyRoster.start')}
      confirmLoading={start.isPending}
      onOk={() => start.mutate({ scope })}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="soft">{t('dutyRoster.startHint')}</p>
        <Radio.Group
          value={scope}
          onChange={({ target }) => setScope(target.value as typeof scope)}
          options={(['team', 'on-duty'] as const).map((value) => ({ value, label: t(`dutyRoster.scopes.${value}`) }))}
        />
      </div>
    </Modal>
  );
};

/** One call tree: each person with the time of the answer, and the deputies that were called. */
export const CallTreeView = ({ tree }: { readonly tree: CallTree }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const mayCall = useMay()(dutyPermissions.call);
  const answer = useMutation({
    mutationFn: recordAnswer,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['duty-roster', 'calls'] }),
    onError: say.problem,
  });
  const clock = (at: string): string => formatTime(Date.parse(at), zone).slice(11, 19);
  return (
    <div className="panel" style={{ padding: '10px 12px' }}>
      <div className="row wrap" style={{ gap: 10 }}>
        <Chip tone={tree.kind === 'test' ? 'low' : 'critical'}>
          {t(tree.kind === 'test' ? 'dutyRoster.test' : 'dutyRoster.live')}
        </Chip>
        {tree.title !== '' && <strong>{tree.title}</strong>}
        <TimeText at={tree.startedAt} />
        <Chip tone={tree.endedAt === null ? 'medium' : 'info'}>
          {t(tree.endedAt === null ? 'dutyRoster.running' : 'dutyRoster.ended')}
        </Chip>
        <span>{t('dutyRoster.reached', { reached: tree.reached, wanted: tree.wanted })}</span>
        {tree.slowestMinutes !== null && (
          <span className="soft">{t('dutyRoster.slowest', { minutes: tree.slowestMinutes })}</span>
        )}
        {tree.escalated > 0 && <span className="soft">{t('dutyRoster.escalated', { count: tree.escalated })}</span>}
      </div>
      <div className="stack" style={{ gap: 4, marginTop: 8 }}>
        {tree.calls.map((each) => (
          <div key={each.id} className="row wrap" style={{ gap: 10 }}>
            <span style={{ minWidth: 72 }}>{each.name}</span>
            <span className="soft" style={{ minWidth: 60 }}>
              {each.insteadOf === null
                ? t(`dutyRoster.roles.${each.role}`)
                : t('dutyRoster.insteadOf', { name: each.insteadOf })}
            </span>
            <span className="mono" style={{ minWidth: 120 }}>
              {each.phone}
            </span>
            <Chip tone={TONE[each.outcome]}>{t(`dutyRoster.outcomes.${each.outcome}`)}</Chip>
            <span className="faint">
              {each.answeredAt === null ? t('dutyRoster.dueBy', { time: clock(each.dueAt) }) : clock(each.answeredAt)}
            </span>
            {mayCall && each.outcome === 'waiting' && (
              <Button
                size="small"
                loading={answer.isPending}
                onClick={() => answer.mutate({ tree: tree.id, id: each.id })}
              >
                {t('dutyRoster.answered')}
              </Button>
            )}
          </div>
        ))}
      </div>
    </div>
  );
};
