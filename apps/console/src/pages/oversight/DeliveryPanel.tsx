import { oversightPermissions, type Delivery, type Notice } from '@chedun/oversight/contract';
import { Button, Form, Timeline } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeFileUrl, reviewDelivery } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { DayField, dayText, DeliveryChip, FormDialog, ProseField, useOversightChange } from './parts.tsx';
import { PenaltiesPanel } from './PenaltiesPanel.tsx';

/** A notice at one enterprise: what it answered, what can be done, its course. */
export const DeliveryPanel = ({ notice, delivery }: { readonly notice: Notice; readonly delivery: Delivery }) => {
  const { t } = useTranslation();
  const title = (
    <span className="row" style={{ gap: 8 }}>
      {delivery.enterprise.name} <DeliveryChip state={delivery.state} />
      {delivery.overdue && <Chip tone="critical">{t('oversight.notice.overdue')}</Chip>}
      {delivery.reopened > 0 && <Chip>{t('oversight.notice.reopened', { count: delivery.reopened })}</Chip>}
    </span>
  );
  return (
    <Panel title={title} extra={<DeliveryActions notice={notice} delivery={delivery} />}>
      <Answers delivery={delivery} />
      {notice.notice.kind === 'order' && <PenaltiesPanel delivery={delivery} />}
      <Timeline
        style={{ marginTop: 14 }}
        items={delivery.steps.map(({ at, by, action, note }) => ({
          content: (
            <span>
              <TimeText at={at} /> {t(`oversight.notice.stepNames.${action}`)} · {by}
              {note !== '' && action !== 'answered' && <div className="soft">{note}</div>}
            </span>
          ),
        }))}
      />
    </Panel>
  );
};

const Answers = ({ delivery }: { readonly delivery: Delivery }) => {
  const { t } = useTranslation();
  if (delivery.feedback.length === 0) return <span className="faint">{t('oversight.notice.feedbackNone')}</span>;
  return (
    <div className="stack" style={{ gap: 8 }}>
      {delivery.feedback.map(({ id, at, by, result, text, file }) => (
        <div key={id}>
          <Chip tone={result === 'done' ? 'good' : 'medium'}>{t(`oversight.notice.results.${result}`)}</Chip> {text}{' '}
          {file !== null && (
            <a href={noticeFileUrl(file.id)} download>
              {file.name}
            </a>
          )}
          <div className="faint">
            {by} · <TimeText at={at} />
          </div>
        </div>
      ))}
    </div>
  );
};

type Open = 'nothing' | 'reopen' | 'remind';

const DeliveryActions = ({ notice, delivery }: { readonly notice: Notice; readonly delivery: Delivery }) => {
  const { t } = useTranslation();
  const may = useMay()(oversightPermissions.act);
  const [open, setOpen] = useState<Open>('nothing');
  const close = useOversightChange(() => reviewDelivery(delivery.id, { action: 'close' }));
  if (!may || notice.notice.state !== 'open') return null;
  const waits = delivery.state === 'sent' || delivery.state === 'acknowledged';
  const canReopen = notice.notice.kind !== 'warning' && (delivery.state === 'answered' || delivery.state === 'closed');
  return (
    <>
      {waits && (
        <Button size="small" onClick={() => setOpen('remind')}>
          {t('oversight.notice.remind')}
        </Button>
      )}
      {canReopen && (
        <Button size="small" onClick={() => setOpen('reopen')}>
          {t('oversight.notice.reopen')}
        </Button>
      )}
      {delivery.state !== 'closed' && (
        <Button
          size="small"
          type={delivery.state === 'answered' ? 'primary' : 'default'}
          loading={close.isPending}
          onClick={() => close.mutate(undefined)}
        >
          {t('oversight.notice.settle')}
        </Button>
      )}
      {open !== 'nothing' && <BackDialog what={open} id={delivery.id} onClose={() => setOpen('nothing')} />}
    </>
  );
};

interface Back {
  readonly note: string;
  readonly dueOn: string;
}
const BackDialog = ({
  what,
  id,
  onClose,
}: {
  readonly what: 'reopen' | 'remind';
  readonly id: string;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Back>();
  const send = useOversightChange(
    ({ note, dueOn }: Back) =>
      reviewDelivery(id, what === 'reopen' ? { action: 'reopen', note, dueOn } : { action: 'remind', note }),
    onClose,
  );
  return (
    <FormDialog<Back>
      title={t(`oversight.notice.${what}`)}
      form={form}
      pending={send.isPending}
      initial={{ dueOn: dayText(7) }}
      onSend={(fields) => send.mutate(fields)}
      onClose={onClose}
    >
      <ProseField
        name="note"
        label={t(what === 'reopen' ? 'oversight.notice.reopenNote' : 'oversight.notice.remindNote')}
      />
      {what === 'reopen' && <DayField name="dueOn" label={t('oversight.notice.newDue')} />}
    </FormDialog>
  );
};
