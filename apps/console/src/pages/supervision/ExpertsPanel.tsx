import { supervisionPermissions, type Filing } from '@chedun/supervision/contract';
import { Button, Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordVote } from '../../api/supervision.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useFilingChange } from './useFilingChange.ts';

type Vote = Filing['votes'][number];
type Fields = Pick<Vote, 'name' | 'organisation' | 'way' | 'vote' | 'minutes'>;
const WAYS = ['material', 'defence', 'inquiry'] as const;

/** Experts that were heard, with votes and minutes. */
export const ExpertsPanel = ({ data: { filing, votes, experts } }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const may = useMay()(supervisionPermissions.review);
  const [open, setOpen] = useState(false);
  if (experts === 'none' || (filing.state !== 'experts' && votes.length === 0)) return null;
  const add = may && filing.state === 'experts' && (
    <Button size="small" onClick={() => setOpen(true)}>
      {t('supervision.expertAdd')}
    </Button>
  );
  return (
    <Panel title={t('supervision.experts')} extra={add}>
      {votes.length === 0 && <EmptyState size="small" title={t('supervision.expertsEmpty')} />}
      <div className="stack" style={{ gap: 8 }}>
        {votes.map((each) => (
          <div key={each.id}>
            <Chip tone={each.vote === 'for' ? 'good' : 'critical'}>{t(`supervision.vote.${each.vote}`)}</Chip>{' '}
            <b>{each.name}</b> {each.organisation} · {t(`supervision.way.${each.way}`)}
            {each.minutes !== '' && <div className="soft">{each.minutes}</div>}
            <div className="faint">
              <TimeText at={each.at} />
            </div>
          </div>
        ))}
      </div>
      {open && <VoteDialog id={filing.id} onClose={() => setOpen(false)} />}
    </Panel>
  );
};

const VoteDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const record = useFilingChange(id, (fields: Fields) => recordVote(id, fields), onClose);
  return (
    <Modal
      open
      title={t('supervision.expertAdd')}
      okText={t('common.save')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={record.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ way: 'material', vote: 'for' }}
        onFinish={({ organisation = '', minutes = '', ...fields }) =>
          record.mutate({ ...fields, organisation, minutes })
        }
      >
        <Form.Item name="name" label={t('supervision.expertName')} rules={[{ required: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="organisation" label={t('supervision.expertOrganisation')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="way" label={t('supervision.wayLabel')}>
          <Select options={WAYS.map((value) => ({ value, label: t(`supervision.way.${value}`) }))} />
        </Form.Item>
        <Form.Item name="vote" label={t('supervision.voteLabel')}>
          <Radio.Group
            options={[
              { value: 'for', label: t('supervision.vote.for') },
              { value: 'against', label: t('supervision.vote.against') },
            ]}
          />
        </Form.Item>
        <Form.Item name="minutes" label={t('supervision.minutes')}>
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
