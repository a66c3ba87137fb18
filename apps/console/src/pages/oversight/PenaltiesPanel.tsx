import { oversightPermissions, type Delivery, type Penalty } from '@chedun/oversight/contract';
import { Button, Form, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decidePenalty, proposePenalty } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { FormDialog, ProseField, useOversightChange } from './parts.tsx';

const TONE: Readonly<Record<Penalty['decision'], string>> = { open: 'medium', approved: 'critical', declined: 'info' };

/** What was proposed for an order that was not obeyed, and what another person decided. */
export const PenaltiesPanel = ({ delivery }: { readonly delivery: Delivery }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState<'nothing' | 'propose' | Penalty>('nothing');
  const close = () => setOpen('nothing');
  const canPropose = may(oversightPermissions.act) && delivery.overdue;
  if (!canPropose && delivery.penalties.length === 0) return null;
  return (
    <div className="stack" style={{ gap: 8, marginTop: 14 }}>
      <div className="row" style={{ gap: 10 }}>
        <b>{t('oversight.notice.penalties')}</b>
        {canPropose && (
          <Button size="small" danger onClick={() => setOpen('propose')}>
            {t('oversight.notice.propose')}
          </Button>
        )}
      </div>
      <span className="soft">{t('oversight.notice.penaltyAbout')}</span>
      {delivery.penalties.map((each) => (
        <div key={each.id}>
          <Chip tone={TONE[each.decision]}>{t(`oversight.notice.decisions.${each.decision}`)}</Chip>{' '}
          {t(`oversight.notice.penaltyKinds.${each.kind}`)} {each.amount !== null && each.amount.toLocaleString()} ·{' '}
          {each.reasons}
          <div className="faint">
            {each.proposedBy} · <TimeText at={each.proposedAt} />
            {each.decidedAt !== null && ` → ${each.decidedBy} · ${each.note}`}
          </div>
          {each.decision === 'open' && may(oversightPermissions.decide) && (
            <Button size="small" onClick={() => setOpen(each)}>
              {t('oversight.notice.decide')}
            </Button>
          )}
        </div>
      ))}
      {open === 'propose' && <ProposeDialog id={delivery.id} onClose={close} />}
      {typeof open === 'object' && <DecideDialog penalty={open} onClose={close} />}
    </div>
  );
};

interface Proposal {
  readonly kind: Penalty['kind'];
  readonly reasons: string;
  readonly amount?: number;
}
const ProposeDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Proposal>();
  const kind = Form.useWatch('kind', form) ?? 'warning';
  const propose = useOversightChange(
    ({ kind: what, reasons, amount }: Proposal) =>
      proposePenalty(id, { kind: what, reasons, amount: what === 'fine' ? (amount ?? null) : null }),
    onClose,
  );
  return (
    <FormDialog<Proposal>
      title={t('oversight.notice.propose')}
      form={form}
      pending={propose.isPending}
      initial={{ kind: 'warning' }}
      onSend={(fields) => propose.mutate(fields)}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t('oversight.notice.kind')}>
        <Radio.Group
          options={(['warning', 'fine'] as const).map((value) => ({
            value,
            label: t(`oversight.notice.penaltyKinds.${value}`),
          }))}
        />
      </Form.Item>
      {kind === 'fine' && (
        <Form.Item name="amount" label={t('oversight.notice.amount')} rules={[{ required: true }]}>
          <InputNumber min={1} max={100_000_000} precision={0} style={{ width: 180 }} />
        </Form.Item>
      )}
      <ProseField name="reasons" label={t('oversight.notice.reasons')} />
    </FormDialog>
  );
};

interface Decision {
  readonly decision: 'approved' | 'declined';
  readonly note: string;
}
const DecideDialog = ({ penalty, onClose }: { readonly penalty: Penalty; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Decision>();
  const decide = useOversightChange((decision: Decision) => decidePenalty(penalty.id, decision), onClose);
  return (
    <FormDialog<Decision>
      title={t('oversight.notice.decide')}
      form={form}
      pending={decide.isPending}
      initial={{ decision: 'approved' }}
      onSend={(fields) => decide.mutate(fields)}
      onClose={onClose}
    >
      <Form.Item name="decision" label={t('oversight.notice.decide')}>
        <Radio.Group
          options={[
            { value: 'approved', label: t('oversight.notice.agree') },
            { value: 'declined', label: t('oversight.notice.decline') },
          ]}
        />
      </Form.Item>
      <ProseField name="note" label={t('oversight.note')} />
    </FormDialog>
  );
};
