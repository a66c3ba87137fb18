import { Colour, EventLevel, type DeliveryLine, type NoticeKind } from '@chedun/oversight/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import type { FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';

const TONES = ['critical', 'high', 'medium', 'low'] as const;
/** A level of events in its colour. */
export const LevelChip = ({ level, none }: { readonly level: EventLevel | null; readonly none: string }) => {
  const { t } = useTranslation();
  if (level === null) return <span className="faint">{none}</span>;
  return <Chip tone={TONES[EventLevel.options.indexOf(level)] ?? 'info'}>{t(`oversight.levels.${level}`)}</Chip>;
};

/** Kind of a notice; a warning shows its colour. */
export const KindChip = ({ kind, colour }: { readonly kind: NoticeKind; readonly colour: Colour | null }) => {
  const { t } = useTranslation();
  const tone =
    colour === null ? (kind === 'order' ? 'high' : 'info') : (TONES[Colour.options.indexOf(colour)] ?? 'info');
  return (
    <Chip tone={tone}>
      {colour !== null && t(`oversight.colours.${colour}`)}
      {t(`oversight.notice.kinds.${kind}`)}
    </Chip>
  );
};

const STATE_TONE: Readonly<Record<DeliveryLine['state'], string>> = {
  sent: 'medium',
  acknowledged: 'low',
  answered: 'high',
  closed: 'good',
};
/** State of a notice at an enterprise. */
export const DeliveryChip = ({ state }: { readonly state: DeliveryLine['state'] }) => {
  const { t } = useTranslation();
  return <Chip tone={STATE_TONE[state]}>{t(`oversight.notice.delivery.${state}`)}</Chip>;
};

/** A mark on what was not read in the text of its rule. */
export const UnverifiedMark = ({ basis }: { readonly basis: string }) => {
  const { t } = useTranslation();
  if (basis === 'unverified') return <Chip tone="medium">{t('oversight.unverified')}</Chip>;
  return basis === 'ours' || basis === 'product' ? <Chip tone="info">{t('oversight.ours')}</Chip> : null;
};

/** A dialog around a form: what it says, and what happens when it is sent. */
export const FormDialog = <Fields extends object>({
  title,
  form,
  width = 560,
  pending,
  initial,
  onSend,
  onClose,
  children,
}: {
  readonly title: string;
  readonly form: FormInstance<Fields>;
  readonly width?: number;
  readonly pending: boolean;
  readonly initial?: Partial<Fields>;
  readonly onSend: (fields: Fields) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <Modal
      open
      width={width}
      title={title}
      okText={t('supervision.send')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={pending}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        onFinish={onSend}
        {...(initial === undefined ? {} : { initialValues: initial })}
      >
        {children}
      </Form>
    </Modal>
  );
};

/** A paragraph that has to be filled in. */
export const ProseField = ({
  name,
  label,
  rows = 3,
}: {
  readonly name: string;
  readonly label: string;
  readonly rows?: number;
}) => (
  <Form.Item name={name} label={label} rules={[{ required: true, min: 2 }]}>
    <Input.TextArea rows={rows} maxLength={4000} />
  </Form.Item>
);

/** A day that has to be chosen. */
export const DayField = ({ name, label }: { readonly name: string; readonly label: string }) => (
  <Form.Item name={name} label={label} rules={[{ required: true }]}>
    <Input type="date" style={{ width: 190 }} />
  </Form.Item>
);

/** A moment that has to be chosen, in the time of the browser. */
export const MomentField = ({ name, label }: { readonly name: string; readonly label: string }) => (
  <Form.Item name={name} label={label} rules={[{ required: true }]}>
    <Input type="datetime-local" style={{ width: 220 }} />
  </Form.Item>
);

const pad = (value: number): string => String(value).padStart(2, '0');
/** Text of a moment for a field, in the time of the browser. */
export const momentText = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
};
/** A day in China, so many days from now. */
export const dayText = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + days * 86_400_000);

/** Non-empty lines of a text. */
export const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Changes something of the desk; afterwards everything of it is read again. */
export const useOversightChange = <Order, Answer>(
  change: (order: Order) => Promise<Answer>,
  onDone: (answer: Answer) => void = () => undefined,
) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onError: say.problem,
    onSettled: () => client.invalidateQueries({ queryKey: ['oversight'] }),
  });
};
