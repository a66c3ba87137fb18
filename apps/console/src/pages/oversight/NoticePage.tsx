import { oversightPermissions, type Notice } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Form, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeNotice, getNotice, liftNotice, noticeFileUrl } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/supervision.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { DeliveryPanel } from './DeliveryPanel.tsx';
import {
  DayField,
  FormDialog,
  KindChip,
  momentText,
  ProseField,
  UnverifiedMark,
  useOversightChange,
} from './parts.tsx';
import { WarningFields } from './SendDialog.tsx';

/** A notice: what it says, and how it stands at each enterprise. */
export const NoticePage = () => {
  const { id } = useParams({ from: '/app/oversight/notices/$id' });
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['oversight', 'notice', id],
    queryFn: ({ signal }) => getNotice(id, signal),
    refetchInterval: 15_000,
  });
  if (found.error !== null && found.data === undefined)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { data } = found;
  const { notice } = data;
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {notice.title} <KindChip kind={notice.kind} colour={notice.colour} />
            {notice.state === 'lifted' && <Chip tone="good">{t('oversight.notice.lifted')}</Chip>}
            {notice.overdue > 0 && <Chip tone="critical">{t('oversight.notice.overdue')}</Chip>}
          </span>
        }
        about={
          <span>
            {notice.number} · {notice.issuedBy} · <TimeText at={notice.issuedAt} /> ·{' '}
            {t('oversight.notice.version', { version: notice.version })}
            {notice.dueOn !== null && ` · ${t('oversight.notice.due')} ${notice.dueOn}`}
          </span>
        }
        extra={<NoticeActions data={data} />}
      />
      <div className="review-columns">
        <div className="stack">
          {data.deliveries.map((each) => (
            <DeliveryPanel key={each.id} notice={data} delivery={each} />
          ))}
        </div>
        <ContentPanel data={data} />
      </div>
    </div>
  );
};

const ContentPanel = ({ data }: { readonly data: Notice }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { warning, basis, indicators, files } = data;
  return (
    <Panel title={t('oversight.notice.text')}>
      <p style={{ whiteSpace: 'pre-wrap', marginTop: 0 }}>{data.text}</p>
      <Facts
        items={[
          [
            t('oversight.notice.basis'),
            basis !== null && (
              <span>
                {words(basis.title)} <UnverifiedMark basis={basis.basis} />
              </span>
            ),
          ],
          [t('oversight.notice.level'), warning !== null && t(`oversight.levels.${warning.level}`)],
          [t('oversight.notice.startsAt'), warning !== null && <TimeText at={warning.startsAt} />],
          [t('oversight.notice.scope'), warning?.scope],
          [t('oversight.notice.harm'), warning?.harm],
          [t('oversight.notice.measures'), warning?.measures],
          [t('oversight.notice.limit'), warning?.limit],
          [t('oversight.notice.publisher'), warning?.publisher],
          [t('oversight.notice.telephone'), warning?.telephone],
          [
            t('oversight.notice.indicatorsShow'),
            indicators.length > 0 && (
              <span key="indicators" className="mono" style={{ whiteSpace: 'pre-line' }}>
                {indicators.join('\n')}
              </span>
            ),
          ],
          [
            t('oversight.file'),
            files.length > 0 &&
              files.map(({ id, name }) => (
                <a key={id} href={noticeFileUrl(id)} download>
                  {name}
                </a>
              )),
          ],
        ].filter((pair): pair is [string, string] => pair[1] !== false)}
      />
      {warning !== null && <UnverifiedMark basis={warning.basis} />}
    </Panel>
  );
};

const NoticeActions = ({ data }: { readonly data: Notice }) => {
  const { t } = useTranslation();
  const may = useMay()(oversightPermissions.act);
  const [open, setOpen] = useState<'nothing' | 'change' | 'lift'>('nothing');
  if (!may || data.notice.state !== 'open') return null;
  const close = () => setOpen('nothing');
  return (
    <>
      {data.notice.kind !== 'inspection' && (
        <Button onClick={() => setOpen('change')}>{t('oversight.notice.change')}</Button>
      )}
      <Button onClick={() => setOpen('lift')}>
        {t(data.notice.kind === 'warning' ? 'oversight.notice.lift' : 'oversight.notice.takeBack')}
      </Button>
      {open === 'change' && <ChangeDialog data={data} onClose={close} />}
      {open === 'lift' && <LiftDialog data={data} onClose={close} />}
    </>
  );
};

const LiftDialog = ({ data, onClose }: { readonly data: Notice; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ why: string }>();
  const lift = useOversightChange(({ why }: { why: string }) => liftNotice(data.notice.id, why), onClose);
  const title = t(data.notice.kind === 'warning' ? 'oversight.notice.lift' : 'oversight.notice.takeBack');
  return (
    <FormDialog
      title={title}
      form={form}
      pending={lift.isPending}
      onSend={(fields) => lift.mutate(fields)}
      onClose={onClose}
    >
      <ProseField name="why" label={t('oversight.notice.liftWhy')} />
    </FormDialog>
  );
};

type Change = Omit<NonNullable<Notice['warning']>, 'colour' | 'basis'> & {
  readonly text: string;
  readonly dueOn: string;
  readonly why: string;
};

const ChangeDialog = ({ data, onClose }: { readonly data: Notice; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Change>();
  const { warning, notice } = data;
  const change = useOversightChange(
    ({ text, dueOn, why, startsAt, ...rest }: Change) =>
      changeNotice(notice.id, {
        text,
        why,
        dueOn: warning === null ? dueOn : null,
        warning: warning === null ? null : { ...rest, startsAt: new Date(startsAt).toISOString() },
      }),
    onClose,
  );
  const initial = {
    text: data.text,
    ...(notice.dueOn === null ? {} : { dueOn: notice.dueOn }),
    ...(warning === null ? {} : { ...warning, startsAt: momentText(Date.parse(warning.startsAt)) }),
  };
  return (
    <FormDialog<Change>
      title={t('oversight.notice.change')}
      form={form}
      width={720}
      pending={change.isPending}
      initial={initial}
      onSend={(fields) => change.mutate(fields)}
      onClose={onClose}
    >
      <ProseField name="text" label={t('oversight.notice.text')} rows={4} />
      {warning === null ? <DayField name="dueOn" label={t('oversight.dueOn')} /> : <WarningFields />}
      <ProseField name="why" label={t('oversight.notice.changeWhy')} rows={2} />
    </FormDialog>
  );
};
