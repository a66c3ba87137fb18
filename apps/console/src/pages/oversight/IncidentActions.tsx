import { EventLevel, LEVEL, oversightPermissions, type Incident } from '@chedun/oversight/contract';
import { Button, Form, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { workIncident } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../documents/useWords.ts';
import { DayField, dayText, FormDialog, MomentField, momentText, ProseField, useOversightChange } from './parts.tsx';
import { SendDialog } from './SendDialog.tsx';

type What = 'confirm' | 'start' | 'end' | 'chase' | 'addNote' | 'close';
interface Fields {
  readonly level: EventLevel;
  readonly operator: Incident['operator'];
  readonly at: string;
  readonly dueOn: string;
  readonly note: string;
}

const orderOf = (what: What, { level, operator, at, dueOn, note }: Fields) => {
  switch (what) {
    case 'confirm':
      return { action: 'confirm' as const, level, operator, note };
    case 'start':
      return { action: 'start-response' as const, level, note };
    case 'end':
      return { action: 'end-response' as const, at: new Date(at).toISOString(), note };
    case 'chase':
      return { action: 'chase' as const, text: note, dueOn };
    case 'addNote':
      return { action: 'note' as const, note };
    case 'close':
      return { action: 'close' as const, note };
  }
};

/** What the desk can do with an incident now. */
export const IncidentActions = ({ data }: { readonly data: Incident }) => {
  const { t } = useTranslation();
  const may = useMay()(oversightPermissions.act);
  const [open, setOpen] = useState<What | 'nothing' | 'warn'>('nothing');
  const { incident, responseStartedAt, responseEndedAt } = data;
  if (!may || incident.state === 'closed') return null;
  const running = responseStartedAt !== null && responseEndedAt === null;
  const shown: What[] = [
    'addNote',
    'chase',
    running ? 'end' : 'start',
    ...(incident.confirmed !== null && !running ? (['close'] as const) : []),
  ];
  return (
    <>
      {shown.map((what) => (
        <Button key={what} onClick={() => setOpen(what)}>
          {t(`oversight.incident.${what}`)}
        </Button>
      ))}
      <Button onClick={() => setOpen('warn')}>{t('oversight.incident.warn')}</Button>
      <Button type="primary" onClick={() => setOpen('confirm')}>
        {t('oversight.incident.confirm')}
      </Button>
      {open === 'warn' && <WarnDialog data={data} onClose={() => setOpen('nothing')} />}
      {open !== 'nothing' && open !== 'warn' && (
        <StepDialog what={open} data={data} onClose={() => setOpen('nothing')} />
      )}
    </>
  );
};

const WarnDialog = ({ data: { incident }, onClose }: { readonly data: Incident; readonly onClose: () => void }) => (
  <SendDialog
    initial={{
      kind: 'warning',
      title: incident.name,
      text: incident.name,
      level: incident.confirmed ?? incident.claimed ?? LEVEL.considerable,
      startsAt: momentText(Date.now()),
    }}
    source={{ kind: 'incident', id: incident.id }}
    onClose={onClose}
  />
);

const StepDialog = ({
  what,
  data,
  onClose,
}: {
  readonly what: What;
  readonly data: Incident;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const words = useWords();
  const [form] = Form.useForm<Fields>();
  const { incident, missing, operator } = data;
  const step = useOversightChange((fields: Fields) => workIncident(incident.id, orderOf(what, fields)), onClose);
  const initial: Partial<Fields> = {
    level: incident.confirmed ?? incident.computed ?? incident.claimed ?? LEVEL.ordinary,
    operator,
    at: momentText(Date.now()),
    dueOn: dayText(3),
    ...(what === 'chase' && missing.length > 0
      ? {
          note: t('oversight.incident.chaseDefault', {
            what: missing.map(({ text }) => words(text)).join(t('oversight.semicolon')),
          }),
        }
      : {}),
  };
  return (
    <FormDialog<Fields>
      title={t(`oversight.incident.${what}`)}
      form={form}
      pending={step.isPending}
      initial={initial}
      onSend={(fields) => step.mutate(fields)}
      onClose={onClose}
    >
      {(what === 'confirm' || what === 'start') && (
        <Form.Item name="level" label={t('oversight.incident.level')}>
          <Radio.Group
            options={EventLevel.options.map((value) => ({ value, label: t(`oversight.levels.${value}`) }))}
          />
        </Form.Item>
      )}
      {what === 'confirm' && (
        <Form.Item name="operator" label={t('oversight.incident.operator')}>
          <Radio.Group
            options={(['other', 'cii'] as const).map((value) => ({
              value,
              label: t(`oversight.incident.operators.${value}`),
            }))}
          />
        </Form.Item>
      )}
      {what === 'end' && <MomentField name="at" label={t('oversight.incident.endAt')} />}
      <ProseField name="note" label={t(what === 'chase' ? 'oversight.incident.chaseText' : 'oversight.note')} />
      {what === 'chase' && <DayField name="dueOn" label={t('oversight.dueOn')} />}
    </FormDialog>
  );
};
