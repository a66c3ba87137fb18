import { inspectionKind } from '@chedun/inspection/kinds';
import { oversightPermissions, type Inspection } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Form, Input, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  cancelInspection,
  fillInspectionItem,
  getInspection,
  inspectionFileUrl,
  reportInspection,
} from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/supervision.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { INSPECTION_TONE } from './InspectionsTab.tsx';
import { DayField, dayText, FormDialog, ProseField, UnverifiedMark, useOversightChange } from './parts.tsx';

type Item = Inspection['items'][number];
const RESULT_TONE: Readonly<Record<Item['result'], string>> = {
  open: 'info',
  conforms: 'good',
  deviates: 'critical',
  'not-seen': 'medium',
};

/** An inspection: scope, what was found, the record and the tasks that follow. */
export const InspectionPage = () => {
  const { id } = useParams({ from: '/app/oversight/inspections/$id' });
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['oversight', 'inspection', id],
    queryFn: ({ signal }) => getInspection(id, signal),
    refetchInterval: 15_000,
  });
  if (found.error !== null && found.data === undefined)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 10 }} />;
  const { data } = found;
  const { inspection } = data;
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {inspection.title}
            <Chip tone={INSPECTION_TONE[inspection.state]}>{t(`oversight.inspection.states.${inspection.state}`)}</Chip>
          </span>
        }
        about={`${inspection.number} · ${inspection.enterprise.name}`}
        extra={<Actions data={data} />}
      />
      <div className="review-columns">
        <ItemsPanel data={data} />
        <ScopePanel data={data} />
      </div>
    </div>
  );
};

const ScopePanel = ({ data }: { readonly data: Inspection }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { inspection, kinds, obligations, units, inspectors, basis } = data;
  const all = t('oversight.inspection.all');
  return (
    <Panel title={t('oversight.inspection.scope')}>
      <Facts
        items={[
          [
            t('oversight.notice.basis'),
            <span key="basis">
              {words(basis.title)} <UnverifiedMark basis={basis.basis} />
            </span>,
          ],
          [
            t('oversight.inspection.kinds'),
            kinds.map((kind) => words(inspectionKind(kind).title)).join(t('oversight.comma')),
          ],
          [t('oversight.inspection.obligations'), obligations.join(t('oversight.comma')) || all],
          [t('oversight.inspection.units'), units.join(t('oversight.comma')) || all],
          [t('oversight.inspection.from'), <TimeText key="from" at={inspection.from} />],
          [t('oversight.inspection.until'), <TimeText key="until" at={inspection.until} />],
          [
            t('oversight.inspection.inspectorsShow'),
            inspectors.map((each) => t('oversight.named', each)).join(t('oversight.comma')),
          ],
          [
            t('oversight.inspection.announced'),
            t(`oversight.inspection.announcedOf.${inspection.announced ? 'yes' : 'no'}`),
          ],
          [
            t('oversight.inspection.signed'),
            <span key="sm3" className="mono">
              {data.orderSm3}
            </span>,
          ],
        ]}
      />
    </Panel>
  );
};

const ItemsPanel = ({ data }: { readonly data: Inspection }) => {
  const { t } = useTranslation();
  const may = useMay()(oversightPermissions.act);
  const [open, setOpen] = useState<Item>();
  const { state } = data.inspection;
  const canFill = may && (state === 'running' || state === 'ended');
  return (
    <Panel title={t('oversight.inspection.items')}>
      <div className="stack" style={{ gap: 12 }}>
        {data.items.map((each) => (
          <div
            key={each.id}
            className="row nowrap"
            style={{ gap: 10, justifyContent: 'space-between', alignItems: 'start' }}
          >
            <span>
              <Chip tone={RESULT_TONE[each.result]}>{t(`oversight.inspection.results.${each.result}`)}</Chip>{' '}
              {each.item}
              {each.finding !== '' && <div className="soft">{each.finding}</div>}
              {each.notice !== null && (
                <div>
                  <Link to="/oversight/notices/$id" params={{ id: each.notice }}>
                    {t('oversight.inspection.task')}
                  </Link>
                </div>
              )}
            </span>
            {canFill && (
              <Button size="small" onClick={() => setOpen(each)}>
                {t('oversight.inspection.fill')}
              </Button>
            )}
          </div>
        ))}
      </div>
      {open !== undefined && <FillDialog id={data.inspection.id} item={open} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
};

interface Filled {
  readonly finding: string;
  readonly result: 'conforms' | 'deviates' | 'not-seen';
}
const FillDialog = ({
  id,
  item,
  onClose,
}: {
  readonly id: string;
  readonly item: Item;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Filled>();
  const fill = useOversightChange((filled: Filled) => fillInspectionItem(id, item.id, filled), onClose);
  return (
    <FormDialog<Filled>
      title={item.item}
      form={form}
      pending={fill.isPending}
      initial={{ finding: item.finding, result: item.result === 'open' ? 'conforms' : item.result }}
      onSend={(filled) => fill.mutate(filled)}
      onClose={onClose}
    >
      <Form.Item name="result" label={t('oversight.inspection.result')}>
        <Radio.Group
          options={(['conforms', 'deviates', 'not-seen'] as const).map((value) => ({
            value,
            label: t(`oversight.inspection.results.${value}`),
          }))}
        />
      </Form.Item>
      <ProseField name="finding" label={t('oversight.inspection.finding')} rows={4} />
    </FormDialog>
  );
};

const Actions = ({ data }: { readonly data: Inspection }) => {
  const { t } = useTranslation();
  const may = useMay()(oversightPermissions.act);
  const [isOpen, setOpen] = useState(false);
  const { id, state } = data.inspection;
  const cancel = useOversightChange(() => cancelInspection(id));
  return (
    <>
      <Button href={inspectionFileUrl(id, 'order')} download>
        {t('oversight.inspection.downloadOrder')}
      </Button>
      {data.reportSm3 !== '' && (
        <Button href={inspectionFileUrl(id, 'report')} download>
          {t('oversight.inspection.downloadReport')}
        </Button>
      )}
      {may && state === 'ordered' && (
        <Button danger loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
          {t('oversight.inspection.cancel')}
        </Button>
      )}
      {may && (state === 'running' || state === 'ended') && (
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('oversight.inspection.report')}
        </Button>
      )}
      {isOpen && <ReportDialog id={id} onClose={() => setOpen(false)} />}
    </>
  );
};

interface Report {
  readonly dueOn: string;
  readonly opinion?: string;
}
const ReportDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Report>();
  const report = useOversightChange(
    ({ dueOn, opinion = '' }: Report) => reportInspection(id, { dueOn, opinion }),
    onClose,
  );
  return (
    <FormDialog<Report>
      title={t('oversight.inspection.report')}
      form={form}
      pending={report.isPending}
      initial={{ dueOn: dayText(30) }}
      onSend={(fields) => report.mutate(fields)}
      onClose={onClose}
    >
      <p className="soft">{t('oversight.inspection.reportAbout')}</p>
      <DayField name="dueOn" label={t('oversight.inspection.reportDue')} />
      <Form.Item name="opinion" label={t('oversight.inspection.opinion')}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
    </FormDialog>
  );
};
