import type { Incident } from '@chedun/incidents/contract';
import { Button, Input, Segmented, Timeline } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { incidentWork } from '../../api/incidents.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWork } from './useWork.ts';

/** What happened and what was done, newest first; lines are never changed. */
export const TimelinePanel = ({ incident, writes }: { readonly incident: Incident; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<'note' | 'measure'>('measure');
  const work = useWork(
    () => incidentWork.note(incident.id, { kind, text: text.trim() }),
    () => setText(''),
  );
  return (
    <Panel title={t('incidents.timeline')}>
      {writes && incident.state !== 'closed' && (
        <div className="stack" style={{ marginBottom: 16 }}>
          <Input.TextArea
            rows={2}
            maxLength={4000}
            value={text}
            placeholder={t('incidents.writeHere')}
            aria-label={t('incidents.writeHere')}
            onChange={({ target }) => setText(target.value)}
          />
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <Segmented
              size="small"
              value={kind}
              onChange={setKind}
              options={[
                { value: 'measure', label: t('incidents.kinds.measure') },
                { value: 'note', label: t('incidents.kinds.note') },
              ]}
            />
            <Button
              size="small"
              type="primary"
              disabled={text.trim() === ''}
              loading={work.isPending}
              onClick={() => work.mutate(undefined)}
            >
              {t('incidents.write')}
            </Button>
          </div>
        </div>
      )}
      <Timeline
        items={incident.timeline.toReversed().map((entry) => ({
          key: entry.id,
          content: (
            <div>
              <div className="row wrap" style={{ gap: 6 }}>
                <Chip>{t(`incidents.kinds.${entry.kind}`)}</Chip>
                <TimeText at={entry.at} />
                <span className="faint">{entry.actor}</span>
              </div>
              <div style={{ overflowWrap: 'anywhere' }}>{entry.text}</div>
            </div>
          ),
        }))}
      />
    </Panel>
  );
};
