import { FindingStatus } from '@chedun/governance/contract';
import type { Finding } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

type Entry = Finding['history'][number];

/** What people and the system did with a finding, newest first. */
export const HistoryPanel = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('findings.history')}>
      <Timeline
        style={{ marginTop: 6 }}
        items={finding.history
          .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
          .map((entry, index) => ({ key: String(index), content: <HistoryLine entry={entry} /> }))}
      />
    </Panel>
  );
};

const HistoryLine = ({ entry }: { readonly entry: Entry }) => {
  const { t } = useTranslation();
  const named = (value: string | null): string => {
    if (value === null) return t('common.none');
    const status = entry.kind === 'status' ? FindingStatus.safeParse(value) : undefined;
    return status?.success === true ? t(`findingStatus.${status.data}`) : value;
  };
  const change = entry.from !== null || entry.to !== null;
  return (
    <div>
      <div>
        <strong>{t(`findings.historyKind.${entry.kind}`)}</strong>{' '}
        <span className="soft">{entry.actor === SYSTEM_ACTOR.name ? t('audit.actorKind.system') : entry.actor}</span>
      </div>
      {change && entry.kind !== 'due' && (
        <div className="soft">
          {named(entry.from)} → {named(entry.to)}
        </div>
      )}
      {entry.kind === 'due' && <TimeText at={entry.to} />}
      {entry.comment !== null && <div style={{ overflowWrap: 'anywhere' }}>{entry.comment}</div>}
      <div className="faint">
        <TimeText at={entry.at} />
      </div>
    </div>
  );
};
