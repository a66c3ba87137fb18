import type { Project } from '@chedun/filing/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listUnits, saveProject } from '../../api/filing.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly name: string;
  readonly unit?: string | null;
  readonly team?: string;
  readonly assets?: string[];
  readonly designApproved?: string | null;
  readonly build?: string | null;
  readonly goLive?: string | null;
}

const dayOrNull = (day: string | null | undefined): string | null => (day === undefined || day === '' ? null : day);

/** Registers a project, or changes it. */
export const ProjectDialog = ({ project, onClose }: { readonly project?: Project; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: (fields: Fields) =>
      saveProject(project?.id, {
        name: fields.name,
        unit: fields.unit ?? null,
        team: fields.team ?? '',
        assets: fields.assets ?? [],
        designApproved: dayOrNull(fields.designApproved),
        build: dayOrNull(fields.build),
        goLive: dayOrNull(fields.goLive),
      }),
    onSuccess: (list) => {
      client.setQueryData(['filing', 'projects'], list);
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t(project === undefined ? 'filing.newProject' : 'filing.editProject')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        {...(project === undefined ? {} : { initialValues: project })}
        onFinish={(fields) => save.mutate(fields)}
      >
        <ProjectFields />
      </Form>
    </Modal>
  );
};

const ProjectFields = () => {
  const { t } = useTranslation();
  const units = useQuery({ queryKey: ['filing', 'units'], queryFn: ({ signal }) => listUnits(signal) });
  return (
    <>
      <Form.Item name="name" label={t('filing.projectName')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="unit" label={t('filing.unit')}>
        <Select allowClear options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="team" label={t('filing.team')}>
        <Input maxLength={128} />
      </Form.Item>
      <Form.Item name="assets" label={t('filing.assets')} extra={t('filing.assetsHint')}>
        <Select mode="tags" />
      </Form.Item>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr 1fr', gap: 12 }}>
        {(['designApproved', 'build', 'goLive'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`filing.${name}`)}>
            <Input type="date" />
          </Form.Item>
        ))}
      </div>
    </>
  );
};
