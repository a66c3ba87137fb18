import { dayOf } from '@chedun/kernel';
import { suppliersPermissions, type Change, type SupplierDossier } from '@chedun/suppliers/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Form, Input, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { endRelation, getSupplier } from '../../api/suppliers.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';
import { AgreementPanel } from './AgreementPanel.tsx';
import { LevelChip } from './parts.tsx';
import { ReviewPanel } from './ReviewPanel.tsx';
import { SupplierDialog } from './SupplierDialog.tsx';

/** One supplier: what is wrong, agreements, reviews, what depends on it, history. */
export const SupplierPage = () => {
  const { id } = useParams({ from: '/app/suppliers/$id' });
  const mayWrite = useMay()(suppliersPermissions.write);
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['suppliers', 'one', id],
    queryFn: ({ signal }) => getSupplier(id, signal),
  });
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { supplier } = data;
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {supplier.name}
            <LevelChip level={supplier.importance} />
            {!supplier.isInUse && <Chip tone="info">{`${t('suppliers.ended')} ${supplier.endedOn ?? ''}`}</Chip>}
          </span>
        }
        about={<Link to="/suppliers">{t('suppliers.back')}</Link>}
        extra={mayWrite && <Actions dossier={data} />}
      />
      <Problems problems={data.problems} />
      <Identity dossier={data} />
      <AgreementPanel dossier={data} mayWrite={mayWrite} />
      <ReviewPanel dossier={data} mayWrite={mayWrite} />
      <Dependents dossier={data} />
      <History history={data.history} />
    </div>
  );
};

const Actions = ({ dossier }: { readonly dossier: SupplierDossier }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [open, setOpen] = useState<'nothing' | 'edit' | 'end'>('nothing');
  const { id, endedOn } = dossier.supplier;
  const resume = useMutation({
    mutationFn: endRelation,
    onSuccess: () => client.invalidateQueries({ queryKey: ['suppliers'] }),
    onError: say.problem,
  });
  return (
    <>
      {endedOn === null ? (
        <Button danger onClick={() => setOpen('end')}>
          {t('suppliers.end')}
        </Button>
      ) : (
        <Button loading={resume.isPending} onClick={() => resume.mutate({ id, endedOn: null, reason: '' })}>
          {t('suppliers.resume')}
        </Button>
      )}
      <Button onClick={() => setOpen('edit')}>{t('suppliers.edit')}</Button>
      {open === 'edit' && <SupplierDialog dossier={dossier} onClose={() => setOpen('nothing')} />}
      {open === 'end' && <EndDialog dossier={dossier} onClose={() => setOpen('nothing')} />}
    </>
  );
};

const EndDialog = ({ dossier, onClose }: { readonly dossier: SupplierDossier; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<{ endedOn: string; reason?: string }>();
  const today = dayOf(useNow(60_000));
  const { id, name } = dossier.supplier;
  const end = useMutation({
    mutationFn: endRelation,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['suppliers'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('suppliers.endTitle', { name })}
      okText={t('suppliers.end')}
      okButtonProps={{ danger: true, loading: end.isPending }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ endedOn: today }}
        onFinish={({ endedOn, reason }) => end.mutate({ id, endedOn, reason: reason ?? '' })}
      >
        <Form.Item
          name="endedOn"
          label={t('suppliers.endedOn')}
          extra={t('suppliers.endHint')}
          rules={[{ required: true }]}
        >
          <Input type="date" />
        </Form.Item>
        <Form.Item name="reason" label={t('suppliers.reason')}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

const Problems = ({ problems }: Pick<SupplierDossier, 'problems'>) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (problems.length === 0)
    return (
      <Alert type="success" showIcon title={t('suppliers.noProblem')} description={t('suppliers.noProblemHint')} />
    );
  return (
    <Panel
      title={`${t('suppliers.problemsTitle')} (${problems.length})`}
      hint={t('suppliers.noProblemHint')}
      extra={<Link to="/findings">{t('nav.findings')}</Link>}
    >
      <div className="stack" style={{ gap: 6 }}>
        {problems.map(({ fingerprint, severity, text }) => (
          <div key={fingerprint} className="row" style={{ gap: 10 }}>
            <SeverityTag severity={severity} />
            <span>{textIn(text, language)}</span>
          </div>
        ))}
      </div>
    </Panel>
  );
};

const Identity = ({ dossier: { supplier } }: { readonly dossier: SupplierDossier }) => {
  const { t } = useTranslation();
  const { contactPerson, contactPhone, contactEmail } = supplier;
  return (
    <Panel>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: '0 24px' }}>
        <Facts
          items={[
            [t('suppliers.creditCode'), supplier.creditCode],
            [t('suppliers.country'), supplier.country],
            [
              t('suppliers.kinds'),
              supplier.kinds.map((kind) => t(`suppliers.kind.${kind}`)).join(t('suppliers.comma')),
            ],
            [t('suppliers.supplies'), supplier.supplies],
            [t('suppliers.aliases'), supplier.aliases.join(t('suppliers.comma'))],
            [t('suppliers.reason'), supplier.endReason],
          ]}
        />
        <Facts
          items={[
            [t('suppliers.contact'), contactPerson],
            [t('suppliers.phone'), contactPhone],
            [t('suppliers.email'), contactEmail],
            [
              t('suppliers.agreedTo'),
              supplier.agreement === 'in-force'
                ? (supplier.agreedTo ?? t('suppliers.noEnd'))
                : t(`suppliers.agreementState.${supplier.agreement}`),
            ],
            [t('suppliers.reviewedOn'), supplier.reviewedOn],
            [t('suppliers.nextReview'), supplier.nextReviewOn],
          ]}
        />
      </div>
    </Panel>
  );
};

const Dependents = ({ dossier: { dependents, names } }: { readonly dossier: SupplierDossier }) => {
  const { t } = useTranslation();
  if (dependents.length + names.length === 0)
    return (
      <Panel title={t('suppliers.dependents')}>
        <span className="faint">{t('suppliers.dependentsEmpty')}</span>
      </Panel>
    );
  return (
    <Panel title={t('suppliers.dependents')}>
      <div className="stack" style={{ gap: 6 }}>
        {dependents.map(({ kind, name, isOnRecord }) => (
          <div key={`${kind} ${name}`} className="row" style={{ gap: 8 }}>
            <Chip>{t(`suppliers.assetKinds.${kind}`)}</Chip>
            <Link to="/hosts" search={{ tab: kind === 'service' ? 'services' : 'hosts' }}>
              {name}
            </Link>
            {!isOnRecord && <Chip tone="medium">{t('suppliers.notOnRecord')}</Chip>}
          </div>
        ))}
        {names.map(({ name, vehicles, ecus, parts }) => (
          <div key={name} className="row" style={{ gap: 8 }}>
            <Chip>ECU</Chip>
            <span>{name}</span>
            <span className="faint">
              {t('suppliers.nameLine', { vehicles, ecus, parts: parts.join(t('suppliers.comma')) })}
            </span>
          </div>
        ))}
      </div>
    </Panel>
  );
};

/** A text of the history in words, where it is a word of ours. */
const useWords = () => {
  const { t } = useTranslation();
  const listed = (text: string, key: 'kind') =>
    text
      .split(', ')
      .map((each) => t(`suppliers.${key}.${each}` as never, { defaultValue: each }))
      .join(t('suppliers.comma'));
  return (field: string, text: string): string => {
    if (text === '') return t('suppliers.blank');
    if (field === 'kinds') return listed(text, 'kind');
    if (field === 'importance') return t(`suppliers.level.${text}` as never, { defaultValue: text });
    if (field === 'result') return t(`suppliers.result.${text}` as never, { defaultValue: text });
    if (field !== 'dependents') return text;
    return text
      .replaceAll(/(^|, )service:/g, `$1${t('suppliers.assetKinds.service')} `)
      .replaceAll(/(^|, )host:/g, `$1${t('suppliers.assetKinds.host')} `);
  };
};

const ChangeLine = ({ change: { at, by, kind, fields } }: { readonly change: Change }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="stack" style={{ gap: 2 }}>
      <div className="row wrap" style={{ gap: 10 }}>
        <TimeText at={at} />
        <strong>{t(`suppliers.changed.${kind}`)}</strong>
        <span className="faint">{by}</span>
      </div>
      {fields.map(({ field, before, after }) => (
        <div key={field} className="soft wrap-any" style={{ paddingInlineStart: 14 }}>
          {t('suppliers.fieldLine', {
            field: t(`suppliers.fields.${field}` as never, { defaultValue: field }),
            text: before === '' ? words(field, after) : `${words(field, before)} → ${words(field, after)}`,
          })}
        </div>
      ))}
    </div>
  );
};

const History = ({ history }: Pick<SupplierDossier, 'history'>) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('suppliers.history')}>
      {history.length === 0 ? (
        <EmptyState size="small" title={t('suppliers.blank')} />
      ) : (
        <div className="stack" style={{ gap: 10 }}>
          {history.map((change, at) => (
            <ChangeLine key={`${change.at} ${at}`} change={change} />
          ))}
        </div>
      )}
    </Panel>
  );
};
