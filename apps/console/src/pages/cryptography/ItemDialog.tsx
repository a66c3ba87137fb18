import { AssessmentItem } from '@chedun/crypto-assessment/contract';
import type { UnitGroup, UnitScore } from '@chedun/crypto-assessment/contract';
import { Checkbox, DatePicker, Form, Input, Modal, Radio, Segmented, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';

type Mark = 'yes' | 'no' | 'open';
interface Fields {
  readonly object: string;
  readonly applicable: boolean;
  readonly d: Mark;
  readonly a: Mark;
  readonly k: Mark;
  readonly ra: AssessmentItem['ra'];
  readonly rk: AssessmentItem['rk'];
  readonly conformity?: AssessmentItem['conformity'];
  readonly highRisk: boolean;
  readonly evidence?: string;
  readonly note?: string;
  readonly rectifyBy?: Dayjs | null;
}

const markOf = (value: boolean | null | undefined): Mark => (value === true ? 'yes' : value === false ? 'no' : 'open');
const valueOf = (mark: Mark): boolean | null => (mark === 'open' ? null : mark === 'yes');
const CONFORMITIES = ['conform', 'partial', 'fail'] as const;
const RA = [1, 0.5, 0.2] as const;
const RK = [1, 1.2, 1.5] as const;

const fieldsOf = (item: AssessmentItem | undefined): Fields => ({
  object: item?.object ?? '',
  applicable: item?.applicable ?? true,
  d: markOf(item?.d),
  a: markOf(item?.a),
  k: markOf(item?.k),
  ra: item?.ra ?? 1,
  rk: item?.rk ?? 1,
  conformity: item?.conformity ?? null,
  highRisk: item?.highRisk ?? false,
  evidence: (item?.evidence ?? []).join('\n'),
  note: item?.note ?? '',
  rectifyBy: item?.rectifyBy ? dayjs(item.rectifyBy) : null,
});

const itemOf = (unit: string, group: UnitGroup, fields: Fields): AssessmentItem => {
  const technical = group === 'technical' && fields.applicable;
  return AssessmentItem.parse({
    unit,
    object: fields.object,
    applicable: fields.applicable,
    d: technical ? valueOf(fields.d) : null,
    a: technical ? valueOf(fields.a) : null,
    k: technical ? valueOf(fields.k) : null,
    ra: fields.ra,
    rk: fields.rk,
    conformity: group === 'management' && fields.applicable ? (fields.conformity ?? null) : null,
    highRisk: fields.highRisk,
    evidence: (fields.evidence ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    note: fields.note ?? '',
    rectifyBy: fields.rectifyBy?.format('YYYY-MM-DD') ?? null,
  });
};

/** Judges an object of a unit: D, A and K of technical units, conformity of those of management. */
export const ItemDialog = ({
  unit,
  group,
  item,
  isSaving,
  onClose,
  onSave,
}: {
  readonly unit: UnitScore;
  readonly group: UnitGroup;
  readonly item: AssessmentItem | undefined;
  readonly isSaving: boolean;
  readonly onClose: () => void;
  readonly onSave: (item: AssessmentItem) => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const applicable = Form.useWatch('applicable', form) ?? item?.applicable ?? true;
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <Modal
      open
      width={680}
      title={`${unit.unit} ${unit.name}`}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={isSaving}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={fieldsOf(item)}
        onFinish={(fields) => onSave(itemOf(unit.unit, group, fields))}
      >
        <Form.Item name="object" label={t('cryptography.object')} rules={required}>
          <Input maxLength={200} autoFocus />
        </Form.Item>
        <Form.Item name="applicable" label={t('cryptography.applicable')} valuePropName="checked">
          <Switch />
        </Form.Item>
        {applicable && (group === 'technical' ? <TechnicalFields /> : <ConformityField />)}
        <Form.Item name="highRisk" valuePropName="checked">
          <Checkbox>{t('cryptography.isHighRisk')}</Checkbox>
        </Form.Item>
        <Form.Item name="evidence" label={t('cryptography.evidence')} extra={t('cryptography.evidenceHint')}>
          <Input.TextArea rows={2} />
        </Form.Item>
        <Form.Item name="note" label={t('cryptography.note')}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
        <Form.Item name="rectifyBy" label={t('cryptography.rectifyBy')} extra={t('cryptography.rectifyHint')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

const TechnicalFields = () => {
  const { t } = useTranslation();
  const marks = (['yes', 'no', 'open'] as const).map((value) => ({ value, label: t(`cryptography.markIs.${value}`) }));
  return (
    <>
      <div className="row wrap" style={{ alignItems: 'flex-start' }}>
        {(['d', 'a', 'k'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`cryptography.markOf.${name}`)}>
            <Segmented options={marks} />
          </Form.Item>
        ))}
      </div>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="ra" label={t('cryptography.ra')} style={{ flex: 1 }}>
          <Select
            options={RA.map((value) => ({ value, label: `${value} · ${t(`cryptography.raOf.${RA_KEY[value]}`)}` }))}
          />
        </Form.Item>
        <Form.Item name="rk" label={t('cryptography.rk')} style={{ flex: 1 }}>
          <Select
            options={RK.map((value) => ({ value, label: `${value} · ${t(`cryptography.rkOf.${RK_KEY[value]}`)}` }))}
          />
        </Form.Item>
      </div>
    </>
  );
};

const RA_KEY = { 1: 'strong', 0.5: 'medium', 0.2: 'low' } as const;
const RK_KEY = { 1: 'plain', 1.2: 'three', 1.5: 'four' } as const;

const ConformityField = () => {
  const { t } = useTranslation();
  return (
    <Form.Item name="conformity" label={t('cryptography.judgement')}>
      <Radio.Group options={CONFORMITIES.map((value) => ({ value, label: t(`cryptography.conformityOf.${value}`) }))} />
    </Form.Item>
  );
};
