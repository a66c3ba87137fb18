import type { Feedback, OwnNotice } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acknowledgeNotice, answerNotice, bringFeedbackFile, listOwnNotices, ownFileUrl } from '../../api/oversight.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { DeliveryChip, FormDialog, KindChip, ProseField, UnverifiedMark, useOversightChange } from './parts.tsx';

const MOST_PAGES = 20;

/** Every notice of the enterprise: pages of changes until there are none. */
const readAll = async (signal: AbortSignal): Promise<OwnNotice[]> => {
  const found = new Map<string, OwnNotice>();
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await listOwnNotices(after, signal);
    for (const item of items) found.set(item.id, item);
    if (next === null || items.length < 200) break;
    after = next;
  }
  return [...found.values()].toSorted((a, b) => b.changedAt.localeCompare(a.changedAt));
};

/** 监管通知: what the authority sent to the enterprise of the signed-in account. */
export const OwnNoticesPage = () => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['oversight', 'own'],
    queryFn: ({ signal }) => readAll(signal),
    refetchInterval: 15_000,
    retry: false,
  });
  return (
    <div className="page stack">
      <PageHead title={t('nav.regulatorNotices')} about={t('oversight.own.about')} />
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data === undefined && found.error === null && <Skeleton active />}
      {found.data?.length === 0 && <EmptyState title={t('oversight.own.empty')} hint={t('oversight.own.emptyHint')} />}
      {found.data?.map((each) => (
        <NoticeCard key={each.id} notice={each} />
      ))}
    </div>
  );
};

const NoticeCard = ({ notice }: { readonly notice: OwnNotice }) => {
  const { t } = useTranslation();
  const title = (
    <span className="row" style={{ gap: 8 }}>
      <KindChip kind={notice.kind} colour={notice.warning?.colour ?? null} /> {notice.title}{' '}
      <DeliveryChip state={notice.state} />
      {notice.overdue && <Chip tone="critical">{t('oversight.notice.overdue')}</Chip>}
      {notice.lifted && <Chip tone="good">{t('oversight.notice.lifted')}</Chip>}
    </span>
  );
  return (
    <Panel title={title} extra={<OwnActions notice={notice} />}>
      <div className="faint">
        {notice.number} · {t('oversight.own.received')} <TimeText at={notice.issuedAt} />
        {notice.dueOn !== null && ` · ${t('oversight.dueOn')} ${notice.dueOn}`} ·{' '}
        {t('oversight.notice.version', { version: notice.version })}
      </div>
      <p style={{ whiteSpace: 'pre-wrap' }}>{notice.text}</p>
      <Contents notice={notice} />
    </Panel>
  );
};

const Contents = ({ notice }: { readonly notice: OwnNotice }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { basis, warning, indicators, files, remarks, feedback } = notice;
  return (
    <Facts
      items={[
        [
          t('oversight.notice.basis'),
          basis === null ? (
            ''
          ) : (
            <span>
              {words(basis.title)} <UnverifiedMark basis={basis.basis} />
            </span>
          ),
        ],
        [t('oversight.notice.scope'), warning?.scope],
        [t('oversight.notice.harm'), warning?.harm],
        [t('oversight.notice.measures'), warning?.measures],
        [t('oversight.notice.limit'), warning?.limit],
        [t('oversight.notice.publisher'), warning?.publisher],
        [t('oversight.notice.telephone'), warning?.telephone],
        [
          t('oversight.notice.indicatorsShow'),
          indicators.length === 0 ? '' : <span className="mono">{indicators.join(t('oversight.comma'))}</span>,
        ],
        [
          t('oversight.file'),
          files.length === 0
            ? ''
            : files.map(({ id, name }) => (
                <a key={id} href={ownFileUrl(notice.id, id)} download style={{ marginRight: 12 }}>
                  {name}
                </a>
              )),
        ],
        [
          t('oversight.own.remarks'),
          remarks.length === 0
            ? ''
            : remarks.map(({ at, action, note }) => (
                <div key={at + action}>
                  {t(`oversight.notice.stepNames.${action as 'reopened'}`)} {note}{' '}
                  <span className="faint">
                    <TimeText at={at} />
                  </span>
                </div>
              )),
        ],
        [
          t('oversight.own.given'),
          feedback.length === 0 ? '' : feedback.map((each) => <Given key={each.id} notice={notice.id} given={each} />),
        ],
      ]}
    />
  );
};

const Given = ({ notice, given }: { readonly notice: string; readonly given: Feedback }) => {
  const { t } = useTranslation();
  return (
    <div>
      <Chip tone={given.result === 'done' ? 'good' : 'medium'}>{t(`oversight.notice.results.${given.result}`)}</Chip>{' '}
      {given.text}{' '}
      {given.file !== null && (
        <a href={ownFileUrl(notice, given.file.id)} download>
          {given.file.name}
        </a>
      )}{' '}
      <span className="faint">
        {given.by} <TimeText at={given.at} />
      </span>
    </div>
  );
};

const OwnActions = ({ notice }: { readonly notice: OwnNotice }) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const confirm = useOversightChange(() => acknowledgeNotice(notice.id, notice.version));
  if (notice.lifted || notice.state === 'closed') return null;
  return (
    <>
      {notice.acknowledgedAt === null && (
        <Button loading={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
          {t('oversight.own.confirm')}
        </Button>
      )}
      {notice.kind !== 'warning' && (
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('oversight.own.feedback')}
        </Button>
      )}
      {isOpen && <FeedbackDialog id={notice.id} onClose={() => setOpen(false)} />}
    </>
  );
};

interface Answer {
  readonly result: Feedback['result'];
  readonly text: string;
}
const FeedbackDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Answer>();
  const [file, setFile] = useState<File>();
  const answer = useOversightChange(async (given: Answer) => {
    const brought = file === undefined ? null : (await bringFeedbackFile(file)).id;
    return answerNotice(id, { ...given, file: brought });
  }, onClose);
  return (
    <FormDialog<Answer>
      title={t('oversight.own.feedback')}
      form={form}
      pending={answer.isPending}
      initial={{ result: 'done' }}
      onSend={(given) => answer.mutate(given)}
      onClose={onClose}
    >
      <Form.Item name="result" label={t('oversight.own.result')}>
        <Radio.Group
          options={(['done', 'partly', 'not-applicable'] as const).map((value) => ({
            value,
            label: t(`oversight.notice.results.${value}`),
          }))}
        />
      </Form.Item>
      <ProseField name="text" label={t('oversight.own.feedbackText')} rows={4} />
      <Form.Item label={t('oversight.notice.attach')}>
        <ChosenFile onFile={setFile} />
      </Form.Item>
    </FormDialog>
  );
};
