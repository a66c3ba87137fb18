import { DutySettings, type DutyBoard, type ExceptionInput, type ShiftInput } from '@chedun/duty-roster/contract';
import { dayOf } from '@chedun/kernel';
import { Checkbox, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import type { FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rosterWork } from '../../api/dutyRoster.ts';
import { useNow } from '../../ui/useNow.ts';
import { useRosterWork } from './useRoster.ts';

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

interface DialogProps {
  readonly board: DutyBoard;
  readonly onClose: () => void;
}

const Dialog = ({
  title,
  form,
  pending,
  onClose,
  children,
}: {
  readonly title: string;
  readonly form: Pick<FormInstance, 'submit'>;
  readonly pending: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={pending}
    >
      {children}
    </Modal>
  );
};

const WhoField = ({ board }: Pick<DialogProps, 'board'>) => {
  const { t } = useTranslation();
  return (
    <Form.Item name="responder" label={t('dutyRoster.who')} rules={[{ required: true, message: t('common.required') }]}>
      <Select
        options={board.responders.map(({ id, name, role }) => ({
          value: id,
          label: `${name} · ${t(`dutyRoster.roles.${role}`)}`,
        }))}
      />
    </Form.Item>
  );
};

const TimeFields = () => {
  const { t } = useTranslation();
  const rules = [{ required: true, pattern: TIME }];
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
      <Form.Item name="from" label={t('dutyRoster.from')} rules={rules} extra={t('dutyRoster.timeHint')}>
        <Input placeholder="08:00" maxLength={5} />
      </Form.Item>
      <Form.Item name="to" label={t('dutyRoster.to')} rules={rules}>
        <Input placeholder="20:00" maxLength={5} />
      </Form.Item>
    </div>
  );
};

/** Adds a weekly shift. */
export const ShiftDialog = ({ board, onClose }: DialogProps) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<ShiftInput>();
  const today = dayOf(useNow(60_000));
  const work = useRosterWork(rosterWork.addShift, onClose);
  const days = WEEK.map((value) => ({ value, label: t(`dutyRoster.weekday.${value}`) }));
  return (
    <Dialog title={t('dutyRoster.addShift')} form={form} pending={work.isPending} onClose={onClose}>
      <Form<ShiftInput>
        form={form}
        layout="vertical"
        initialValues={{ weekdays: [...WEEK], from: '08:00', to: '20:00', validFrom: today }}
        onFinish={({ validTo, ...shift }) => work.mutate({ ...shift, validTo: validTo ? validTo : null })}
      >
        <WhoField board={board} />
        <Form.Item name="weekdays" label={t('dutyRoster.weekdays')} rules={[{ required: true }]}>
          <Checkbox.Group options={days} />
        </Form.Item>
        <TimeFields />
        <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
          <Form.Item name="validFrom" label={t('dutyRoster.validFrom')} rules={[{ required: true }]}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="validTo" label={t('dutyRoster.validTo')}>
            <Input type="date" />
          </Form.Item>
        </div>
      </Form>
    </Dialog>
  );
};

/** Says that somebody is away or stands in on a day. */
export const ExceptionDialog = ({ board, onClose }: DialogProps) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<ExceptionInput>();
  const today = dayOf(useNow(60_000));
  const work = useRosterWork(rosterWork.addException, onClose);
  return (
    <Dialog title={t('dutyRoster.addException')} form={form} pending={work.isPending} onClose={onClose}>
      <Form<ExceptionInput>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'away', day: today, from: '00:00', to: '24:00', note: '' }}
        onFinish={(exception) => work.mutate(exception)}
      >
        <Form.Item name="kind" label={t('dutyRoster.kind')}>
          <Radio.Group
            options={(['away', 'extra'] as const).map((value) => ({ value, label: t(`dutyRoster.kinds.${value}`) }))}
          />
        </Form.Item>
        <WhoField board={board} />
        <Form.Item name="day" label={t('dutyRoster.day')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        <TimeFields />
        <Form.Item name="note" label={t('dutyRoster.note')}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Dialog>
  );
};

/** Which hours are owed, and how long people have to answer. */
export const SettingsDialog = ({ board, onClose }: DialogProps) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<DutySettings>();
  const work = useRosterWork(rosterWork.settings, onClose);
  return (
    <Dialog title={t('dutyRoster.settings')} form={form} pending={work.isPending} onClose={onClose}>
      <Form<DutySettings>
        form={form}
        layout="vertical"
        initialValues={board.settings}
        onFinish={(settings) => work.mutate(settings)}
      >
        <Form.Item name="cover" label={t('dutyRoster.coverRule')} extra={t('dutyRoster.coverHint')}>
          <Select
            options={DutySettings.shape.cover
              .unwrap()
              .options.map((value) => ({ value, label: t(`dutyRoster.covers.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="answerMinutes" label={t('dutyRoster.answerMinutes')} extra={t('dutyRoster.answerHint')}>
          <InputNumber min={1} max={240} />
        </Form.Item>
      </Form>
    </Dialog>
  );
};
