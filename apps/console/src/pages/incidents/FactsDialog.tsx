import { IncidentFacts, LevelName, type Incident } from '@chedun/incidents/contract';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { incidentWork } from '../../api/incidents.ts';
import { useWork } from './useWork.ts';

const COUNTS = [
  'leakedPersons',
  'potentialLeakedPersons',
  'peopleAffected',
  'directLossYuan',
  'ciiWholeOutageMinutes',
  'ciiMainOutageMinutes',
  'defacedHomeMinutes',
  'defacedOtherMinutes',
  'illegalReposts',
  'illegalViews',
] as const;
const SHARES = ['shareOfProvince', 'shareOfCity'] as const;
const CHOICES = {
  service: IncidentFacts.shape.service.unwrap().options,
  usersOffline: ['nationwide', 'several-provinces', 'one-province', 'one-city'],
  platformFailure: ['national', 'provincial'],
  dnsFailure: ['cn', 'large'],
  virusSpread: ['nationwide', 'several-provinces', 'one-province'],
  dataThreat: ['extreme', 'severe', 'considerable'],
  otherHarmJudged: LevelName.options,
} as const;

/** What the form holds: a field that nobody filled in is null or absent. */
type Written = Readonly<Record<string, string | number | null | undefined>> & { readonly reason?: string };

/** Facts without what is empty. */
const factsOf = (written: Written): IncidentFacts =>
  IncidentFacts.parse(
    Object.fromEntries(
      Object.entries(written).filter(
        ([name, value]) => name !== 'reason' && value !== null && value !== undefined && value !== '',
      ),
    ),
  );

/** What is known of the incident: only what is filled in is graded. */
export const FactsDialog = ({ incident, onClose }: { readonly incident: Incident; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Written>();
  const work = useWork(
    (written: Written) => incidentWork.facts(incident.id, { facts: factsOf(written), reason: written.reason ?? '' }),
    onClose,
  );
  return (
    <Modal
      open
      width={760}
      title={t('incidents.changeFacts')}
      okText={t('incidents.grade')}
      confirmLoading={work.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Written>
        form={form}
        layout="vertical"
        initialValues={incident.facts}
        onFinish={(written) => work.mutate(written)}
      >
        <p className="faint">{t('incidents.factsHint')}</p>
        <FactFields />
        <Form.Item
          name="reason"
          label={t('incidents.reason')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

const FactFields = () => {
  const { t } = useTranslation();
  return (
    <div className="incident-facts">
      {COUNTS.map((name) => (
        <Form.Item key={name} name={name} label={t(`incidents.facts.${name}`)}>
          <InputNumber min={0} max={1e12} style={{ width: '100%' }} />
        </Form.Item>
      ))}
      {SHARES.map((name) => (
        <Form.Item key={name} name={name} label={t(`incidents.facts.${name}`)}>
          <InputNumber min={0} max={1} step={0.05} style={{ width: '100%' }} />
        </Form.Item>
      ))}
      {Object.entries(CHOICES).map(([name, values]) => (
        <Form.Item key={name} name={name} label={t(`incidents.facts.${name as keyof typeof CHOICES}`)}>
          <Select allowClear options={values.map((value) => ({ value, label: t(`incidents.choices.${value}`) }))} />
        </Form.Item>
      ))}
    </div>
  );
};
