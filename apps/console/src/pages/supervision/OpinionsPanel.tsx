import { supervisionPermissions, type Filing } from '@chedun/supervision/contract';
import { Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepFiling } from '../../api/supervision.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useFilingChange } from './useFilingChange.ts';

type Office = Filing['offices'][number];
const MAY: Readonly<Record<Office, string>> = {
  telecom: supervisionPermissions.opinionTelecom,
  industry: supervisionPermissions.opinionIndustry,
};

/** Opinions of the offices: where each stands now, and everything that was said. */
export const OpinionsPanel = ({ data }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState<Office>();
  const { offices, opinions, filing, actions } = data;
  return (
    <Panel title={t('supervision.opinions')} hint={t('supervision.opinionsHint')}>
      <div className="stack" style={{ gap: 12 }}>
        {offices.map((office) => {
          const said = opinions.filter((each) => each.office === office).toReversed();
          return (
            <div key={office} className="stack" style={{ gap: 6 }}>
              <div className="row" style={{ gap: 8 }}>
                <b>{t(`supervision.office.${office}`)}</b>
                {said[0]?.round !== filing.rounds && <span className="faint">{t('supervision.opinionNone')}</span>}
                {may(MAY[office]) && actions.includes('give-opinion') && (
                  <Button size="small" onClick={() => setOpen(office)}>
                    {t('supervision.actions.give-opinion')}
                  </Button>
                )}
              </div>
              {said.map((each, at) => (
                <div key={at}>
                  <Chip tone={each.agrees ? 'good' : 'critical'}>
                    {t(each.agrees ? 'supervision.agree' : 'supervision.disagree')}
                  </Chip>{' '}
                  {each.text}
                  <div className="faint">
                    {each.by} <TimeText at={each.at} />
                  </div>
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {open && <OpinionDialog id={filing.id} office={open} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
};

interface Fields {
  readonly agrees: boolean;
  readonly text: string;
}

const OpinionDialog = ({
  id,
  office,
  onClose,
}: {
  readonly id: string;
  readonly office: Office;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const give = useFilingChange(
    id,
    ({ agrees, text }: Fields) => stepFiling(id, { action: 'give-opinion', office, agrees, text }),
    onClose,
  );
  return (
    <Modal
      open
      title={t('supervision.asOffice', { office: t(`supervision.office.${office}`) })}
      okText={t('supervision.actions.give-opinion')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={give.isPending}
    >
      <Form form={form} layout="vertical" initialValues={{ agrees: true }} onFinish={(fields) => give.mutate(fields)}>
        <Form.Item name="agrees">
          <Radio.Group
            options={[
              { value: true, label: t('supervision.agree') },
              { value: false, label: t('supervision.disagree') },
            ]}
          />
        </Form.Item>
        <Form.Item name="text" label={t('supervision.opinionText')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
