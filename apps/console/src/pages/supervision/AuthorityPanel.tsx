import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { getSettings, nameAuthority } from '../../api/supervision.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';

/** In whose name receipts are signed. */
export const AuthorityPanel = ({ may }: { readonly may: 'name' | 'see' }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const found = useQuery({ queryKey: ['supervision', 'settings'], queryFn: ({ signal }) => getSettings(signal) });
  const save = useMutation({
    mutationFn: nameAuthority,
    onSuccess: (kept) => {
      client.setQueryData(['supervision', 'settings'], kept);
      say.done(t('common.saved'));
    },
    onError: say.problem,
  });
  if (found.data === undefined) return null;
  const { name, certificate } = found.data;
  return (
    <Panel title={t('supervision.authority')} hint={t('supervision.authorityHint')}>
      <Form
        key={name}
        layout="inline"
        initialValues={{ name }}
        onFinish={(fields: { readonly name: string }) => save.mutate(fields.name)}
      >
        <Form.Item name="name" label={t('supervision.authorityName')} rules={[{ required: true }]}>
          <Input
            maxLength={200}
            style={{ width: 280 }}
            disabled={may === 'see'}
            placeholder={t('supervision.authorityUnset')}
          />
        </Form.Item>
        {may === 'name' && (
          <Button htmlType="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        )}
      </Form>
      <div className="soft" style={{ marginTop: 8, overflowWrap: 'anywhere' }}>
        {t('supervision.authorityCertificate')} <span className="mono">{certificate}</span>
      </div>
    </Panel>
  );
};
