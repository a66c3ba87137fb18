import { Narrative, type Incident } from '@chedun/incidents/contract';
import { Button, Form, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';

/** Fields by the part of the report that they fill. */
const PARTS = {
  first: ['system', 'place', 'type', 'scope', 'impact', 'measures', 'advice'],
  more: ['trend', 'cause', 'traces', 'planned', 'preservation', 'other', 'news'],
  summary: ['course', 'responsibility', 'lessons', 'improvement'],
} as const;
const SHORT: readonly string[] = ['place', 'type'];
const RANSOM = ['ransomAmount', 'ransomMethod', 'ransomDate'] as const;

interface Props {
  readonly incident: Incident;
  readonly writes: boolean;
  readonly pending: boolean;
  readonly onSave: (narrative: Narrative) => void;
}

/** What the reports say: written once, used by every report that asks for it. */
export const NarrativeForm = ({ incident, writes, pending, onSave }: Props) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Narrative>();
  return (
    <Panel
      title={t('incidents.narrative')}
      hint={t('incidents.narrativeHint')}
      extra={
        writes && (
          <Button size="small" type="primary" loading={pending} onClick={() => form.submit()}>
            {t('common.save')}
          </Button>
        )
      }
    >
      <Form<Narrative>
        form={form}
        layout="vertical"
        disabled={!writes}
        initialValues={incident.narrative}
        onFinish={(written) => onSave(Narrative.parse({ ...incident.narrative, ...written }))}
      >
        {(['first', 'more', 'summary'] as const).map((part) => (
          <section key={part}>
            <h3 className="incident-part">{t(`incidents.parts.${part}`)}</h3>
            {part === 'more' && <Known />}
            <div className="incident-facts">
              {PARTS[part].map((name) => (
                <Form.Item key={name} name={name} label={t(`incidents.texts.${name}`)}>
                  {SHORT.includes(name) ? (
                    <Input maxLength={200} />
                  ) : (
                    <Input.TextArea autoSize={{ minRows: 2 }} maxLength={8000} />
                  )}
                </Form.Item>
              ))}
            </div>
            {part === 'first' && <Ransom />}
          </section>
        ))}
      </Form>
    </Panel>
  );
};

const Known = () => {
  const { t } = useTranslation();
  return (
    <Form.Item name="causeState" label={t('incidents.causeState')} extra={t('incidents.causeHint')}>
      <Segmented
        options={[
          { value: 'unknown', label: t('incidents.causeUnknown') },
          { value: 'known', label: t('incidents.causeKnown') },
        ]}
      />
    </Form.Item>
  );
};

const Ransom = () => {
  const { t } = useTranslation();
  const ransomware: unknown = Form.useWatch('ransomware');
  return (
    <>
      <Form.Item name="ransomware" label={t('incidents.ransomware')}>
        <Segmented
          options={[
            { value: 'no', label: t('incidents.no') },
            { value: 'yes', label: t('incidents.yes') },
          ]}
        />
      </Form.Item>
      {ransomware === 'yes' && (
        <div className="incident-facts">
          {RANSOM.map((name) => (
            <Form.Item key={name} name={name} label={t(`incidents.texts.${name}`)}>
              <Input maxLength={200} />
            </Form.Item>
          ))}
        </div>
      )}
    </>
  );
};
