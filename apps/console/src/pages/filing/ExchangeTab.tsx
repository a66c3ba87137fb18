import type { Exchange } from '@chedun/filing/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Popconfirm, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getExchange, pollExchange, saveExchange, testExchange } from '../../api/filing.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

/** Where the authority's side is, and whether it answers. */
export const ExchangeTab = () => {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['filing', 'exchange'], queryFn: ({ signal }) => getExchange(signal) });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="stack">
      <Alert type="info" showIcon title={t('filing.noOfficial')} />
      {found.data === undefined ? <Skeleton active /> : <Settings exchange={found.data} />}
    </div>
  );
};

interface Fields {
  readonly url: string;
  readonly token?: string;
}

const useSave = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: saveExchange,
    onSuccess: (kept) => {
      client.setQueryData(['filing', 'exchange'], kept);
      say.done(t('filing.saved'));
    },
    onError: say.problem,
  });
};

const Settings = ({ exchange }: { readonly exchange: Exchange }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const save = useSave();
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 14 }}>
      <Panel title={t('filing.exchange')}>
        <Form
          form={form}
          layout="vertical"
          initialValues={{ url: exchange.url }}
          onFinish={({ url, token }) =>
            save.mutate({ url, ...(token === undefined || token === '' ? {} : { token }), forgetSigner: false })
          }
        >
          <Form.Item
            name="url"
            label={t('filing.exchangeUrl')}
            extra={t('filing.exchangeUrlHint')}
            rules={[{ required: true }]}
          >
            <Input placeholder="https://" maxLength={300} />
          </Form.Item>
          <Form.Item name="token" label={t('filing.token')} rules={[{ required: !exchange.hasToken, min: 8 }]}>
            <Input.Password
              autoComplete="new-password"
              placeholder={exchange.hasToken ? t('filing.tokenKept') : ''}
              maxLength={500}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </Form>
      </Panel>
      <Connection exchange={exchange} onForget={() => save.mutate({ url: exchange.url, forgetSigner: true })} />
    </div>
  );
};

const Connection = ({ exchange, onForget }: { readonly exchange: Exchange; readonly onForget: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const test = useMutation({ mutationFn: testExchange, onError: say.problem });
  const poll = useMutation({
    mutationFn: pollExchange,
    onSuccess: async (counts) => {
      await client.invalidateQueries({ queryKey: ['filing'] });
      say.done(t('filing.polled', counts));
    },
    onError: say.problem,
  });
  return (
    <Panel title={t('filing.test')}>
      <div className="stack">
        <div className="row" style={{ gap: 8 }}>
          <Button disabled={!exchange.hasToken} loading={test.isPending} onClick={() => test.mutate()}>
            {t('filing.test')}
          </Button>
          <Button disabled={!exchange.hasToken} loading={poll.isPending} onClick={() => poll.mutate()}>
            {t('filing.poll')}
          </Button>
        </div>
        {test.data !== undefined && (
          <Alert
            type={test.data.reached ? 'success' : 'error'}
            showIcon
            title={test.data.reached ? t('filing.testOk') : t('filing.testFailed', { problem: test.data.problem })}
          />
        )}
        <Facts
          items={[
            [t('filing.lastAt'), exchange.lastAt === null ? null : <TimeText key="at" at={exchange.lastAt} />],
            [t('filing.lastProblem'), exchange.lastProblem],
            [
              t('filing.signer'),
              exchange.signer === '' ? (
                t('filing.signerNone')
              ) : (
                <span key="signer" className="mono" style={{ overflowWrap: 'anywhere' }}>
                  {exchange.signer}
                </span>
              ),
            ],
          ]}
        />
        {exchange.signer !== '' && (
          <Popconfirm title={t('filing.forgetSure')} onConfirm={onForget}>
            <Button size="small">{t('filing.forgetSigner')}</Button>
          </Popconfirm>
        )}
      </div>
    </Panel>
  );
};
