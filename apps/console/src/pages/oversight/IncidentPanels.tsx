import { oversightPermissions, type Incident, type RelayLine } from '@chedun/oversight/contract';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordRelay } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { FormDialog, LevelChip, MomentField, momentText, UnverifiedMark, useOversightChange } from './parts.tsx';

/** The three levels beside each other, and the words that the computed one rests on. */
export const LevelPanel = ({ data: { incident, facts, trace } }: { readonly data: Incident }) => {
  const { t } = useTranslation();
  const words = useWords();
  const said = (value: number | string): string =>
    typeof value === 'number' ? value.toLocaleString() : t(`oversight.incident.values.${value as 'nationwide'}`);
  const deciding = trace.find(({ level }) => level !== null && level === incident.computed);
  return (
    <Panel title={t('oversight.incident.levelPanel')} hint={t('oversight.incident.levelAbout')}>
      <div className="row" style={{ gap: 28, marginBottom: 12 }}>
        {(['claimed', 'computed', 'confirmed'] as const).map((which) => (
          <span key={which}>
            <span className="soft">{t(`oversight.incident.${which}`)}</span>{' '}
            <LevelChip
              level={incident[which]}
              none={t(
                `oversight.incident.${which === 'claimed' ? 'none' : which === 'computed' ? 'notGraded' : 'notConfirmed'}`,
              )}
            />
          </span>
        ))}
        {incident.disagrees && <Chip tone="high">{t('oversight.incident.disagrees')}</Chip>}
      </div>
      {facts.length === 0 && <span className="faint">{t('oversight.incident.factsNone')}</span>}
      {facts.map(({ fact, value, quote }) => (
        <div key={fact} style={{ marginTop: 6 }}>
          <b>{t(`oversight.incident.fact.${fact as 'leakedPersons'}`)}</b> {said(value)}
          <div className="soft">“{quote}”</div>
        </div>
      ))}
      {deciding !== undefined && (
        <div className="faint" style={{ marginTop: 8 }}>
          {words(deciding.title)} → {deciding.level !== null && t(`oversight.levels.${deciding.level}`)}{' '}
          <UnverifiedMark basis={deciding.basis ?? 'seen'} />
        </div>
      )}
    </Panel>
  );
};

/** The first report against its limit. */
export const TimingPanel = ({ data: { lateness } }: { readonly data: Incident }) => {
  const { t } = useTranslation();
  if (lateness === null)
    return (
      <Panel title={t('oversight.incident.timing')}>
        <span className="faint">{t('oversight.incident.timingNone')}</span>
      </Panel>
    );
  const mark = (
    <>
      {lateness.lateMinutes > 0 ? (
        <Chip tone="critical">{t('oversight.late', { minutes: lateness.lateMinutes })}</Chip>
      ) : (
        <Chip tone="good">{t('oversight.inTime')}</Chip>
      )}
      <UnverifiedMark basis={lateness.basis} />
    </>
  );
  return (
    <Panel title={t('oversight.incident.timing')} extra={mark}>
      <Facts
        items={[
          [t('oversight.incident.knownAt'), <TimeText key="known" at={lateness.knownAt} />],
          [t('oversight.incident.dueAt'), <TimeText key="due" at={lateness.dueAt} />],
          [t('oversight.incident.heardAt'), <TimeText key="heard" at={lateness.heardAt} />],
        ]}
      />
    </Panel>
  );
};

/** Reports that have not come. */
export const MissingPanel = ({ data: { missing } }: { readonly data: Incident }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Panel title={t('oversight.incident.missingPanel')}>
      {missing.length === 0 && <span className="faint">{t('oversight.incident.missingNone')}</span>}
      <div className="stack" style={{ gap: 8 }}>
        {missing.map((each) => (
          <div key={`${each.regime}-${each.kind}`}>
            {words(each.text)} <UnverifiedMark basis={each.basis} />{' '}
            {each.overdue && <Chip tone="critical">{t('oversight.incident.overdue')}</Chip>}
            <div className="faint">
              {t('oversight.incident.relayDue')} <TimeText at={each.dueAt} />
            </div>
          </div>
        ))}
      </div>
    </Panel>
  );
};

const RELAY_TONE: Readonly<Record<RelayLine['state'], string>> = {
  running: 'high',
  stopped: 'good',
  withdrawn: 'info',
};

/** Clocks of the authority itself. */
export const RelayPanel = ({ data: { incident, relays } }: { readonly data: Incident }) => {
  const { t } = useTranslation();
  const may = useMay()(oversightPermissions.act);
  const [open, setOpen] = useState<RelayLine>();
  return (
    <Panel title={t('oversight.incident.relayPanel')}>
      {relays.length === 0 && <span className="faint">{t('oversight.incident.relayNone')}</span>}
      <div className="stack" style={{ gap: 10 }}>
        {relays.map((each) => (
          <div key={each.clock} className="row" style={{ gap: 10, justifyContent: 'space-between' }}>
            <span>
              <Chip tone={each.overdue ? 'critical' : RELAY_TONE[each.state]}>
                {each.overdue && each.state === 'running'
                  ? t('oversight.incident.overdue')
                  : t(`oversight.incident.relayState.${each.state}`)}
              </Chip>{' '}
              {t(`oversight.incident.relayName.${each.rule as 'CAC-1b'}`)} <UnverifiedMark basis={each.basis} />
              <div className="faint">
                {t('oversight.incident.relayDue')} <TimeText at={each.dueAt} /> · {t('oversight.incident.relayTo')}{' '}
                {each.recipients.join(t('oversight.comma'))}
              </div>
            </span>
            {may && each.state === 'running' && (
              <Button size="small" type="primary" onClick={() => setOpen(each)}>
                {t('oversight.incident.relayDone')}
              </Button>
            )}
          </div>
        ))}
      </div>
      {open !== undefined && <RelayDialog incident={incident.id} relay={open} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
};

interface Done {
  readonly receiver: string;
  readonly at: string;
  readonly explanation?: string;
}
const RelayDialog = ({
  incident,
  relay,
  onClose,
}: {
  readonly incident: string;
  readonly relay: RelayLine;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Done>();
  const [now] = useState(() => momentText(Date.now()));
  const record = useOversightChange(({ receiver, at, explanation = '' }: Done) => {
    // A field of minutes would lie before a clock that started in this minute.
    const moment = at === now ? new Date() : new Date(at);
    return recordRelay(incident, relay.clock, { receiver, at: moment.toISOString(), explanation });
  }, onClose);
  return (
    <FormDialog<Done>
      title={t('oversight.incident.relayDone')}
      form={form}
      pending={record.isPending}
      initial={{ at: now, receiver: relay.recipients[0] ?? '' }}
      onSend={(fields) => record.mutate(fields)}
      onClose={onClose}
    >
      <Form.Item name="receiver" label={t('oversight.incident.receiver')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <MomentField name="at" label={t('oversight.incident.relayAt')} />
      <Form.Item name="explanation" label={t('oversight.incident.explanation')} rules={[{ required: relay.overdue }]}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </FormDialog>
  );
};
