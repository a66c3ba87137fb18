import { IncidentSettings } from '@chedun/incidents/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeIncidentSettings, getIncidentSettings } from '../../api/incidents.ts';
import { useSay } from '../../ui/useSay.ts';
import '../../styles/incidents.css';

const ROLES = ['commander', 'analyst', 'liaison', 'legal', 'operations'] as const;

/** Who reports, in which province, and who responds. */
export const SettingsDrawer = ({ writes, onClose }: { readonly writes: boolean; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<IncidentSettings>();
  const { data } = useQuery({
    queryKey: ['incidents', 'settings'],
    queryFn: ({ signal }) => getIncidentSettings(signal),
  });
  const save = useMutation({
    mutationFn: (written: IncidentSettings) => changeIncidentSettings(IncidentSettings.parse(written)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['incidents', 'settings'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Drawer
      open
      size={640}
      title={t('incidents.settings')}
      onClose={onClose}
      extra={
        writes && (
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t('common.save')}
          </Button>
        )
      }
    >
      {data === undefined ? (
        <Skeleton active />
      ) : (
        <Form<IncidentSettings>
          form={form}
          layout="vertical"
          disabled={!writes}
          initialValues={data.settings}
          onFinish={(written) => save.mutate(written)}
        >
          <Organisation provinces={data.provinces} inForce={data.inForce} />
          <Responders />
        </Form>
      )}
    </Drawer>
  );
};

const Organisation = ({
  provinces,
  inForce,
}: {
  readonly inForce: IncidentSettings;
  readonly provinces: readonly { readonly code: string; readonly name: string }[];
}) => {
  const { t } = useTranslation();
  return (
    <div className="incident-facts">
      <Form.Item name="organisation" label={t('incidents.organisation')} extra={t('incidents.fromProfile')}>
        <Input maxLength={100} placeholder={inForce.organisation} />
      </Form.Item>
      <Form.Item name="province" label={t('incidents.province')} extra={t('incidents.provinceHint')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            {
              value: '',
              label: t('incidents.asProfile', {
                name: provinces.find(({ code }) => code === inForce.province)?.name ?? '—',
              }),
            },
            ...provinces.map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
      </Form.Item>
      <Form.Item name="operator" label={t('incidents.operator')}>
        <Select
          options={(['other', 'cii', 'central-organ'] as const).map((value) => ({
            value,
            label: t(`incidents.operators.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="reporter" label={t('incidents.reporter')}>
        <Input maxLength={60} placeholder={inForce.reporter} />
      </Form.Item>
      <Form.Item name="reporterContact" label={t('incidents.reporterContact')}>
        <Input maxLength={60} placeholder={inForce.reporterContact} />
      </Form.Item>
    </div>
  );
};

const Responders = () => {
  const { t } = useTranslation();
  return (
    <Form.List name="responders">
      {(fields, { add, remove }) => (
        <div className="stack">
          <h3 className="incident-part">{t('incidents.responders')}</h3>
          {fields.map(({ key, name }) => (
            <div key={key} className="incident-responder">
              <Form.Item name={[name, 'name']} rules={[{ required: true, message: t('common.required') }]}>
                <Input placeholder={t('incidents.personName')} maxLength={60} />
              </Form.Item>
              <Form.Item name={[name, 'role']}>
                <Select options={ROLES.map((value) => ({ value, label: t(`incidents.roles.${value}`) }))} />
              </Form.Item>
              <Form.Item name={[name, 'phone']}>
                <Input placeholder={t('incidents.phone')} maxLength={40} />
              </Form.Item>
              <Form.Item name={[name, 'onCall']} valuePropName="checked">
                <Checkbox>{t('incidents.onCall')}</Checkbox>
              </Form.Item>
              <Button size="small" onClick={() => remove(name)}>
                {t('incidents.removePerson')}
              </Button>
            </div>
          ))}
          <Button onClick={() => add({ name: '', role: 'analyst', phone: '', onCall: false })}>
            {t('incidents.addPerson')}
          </Button>
        </div>
      )}
    </Form.List>
  );
};
