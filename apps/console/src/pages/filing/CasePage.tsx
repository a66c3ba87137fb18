import { filingPermissions, type CaseDetail } from '@chedun/filing/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Alert, Skeleton, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { getCase } from '../../api/filing.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/documents.css';
import '../../styles/filing.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { useWords } from '../documents/useWords.ts';
import { CaseActions } from './CaseActions.tsx';
import { CaseForm } from './CaseForm.tsx';
import { CaseHistory, CaseReceipts, SignedDocument } from './CaseSide.tsx';
import { ItemsPanel } from './ItemsPanel.tsx';
import { StateChip } from './parts.tsx';
import { ProblemsPanel } from './ProblemsPanel.tsx';

const EDITABLE = ['draft', 'supplement'];

/** A filing: where it stands, what a machine finds, what has to be supplemented, the form, receipts and history. */
export const CasePage = () => {
  const { id } = useParams({ from: '/app/filing/cases/$id' });
  const words = useWords();
  const may = useMay();
  const found = useQuery({
    queryKey: ['filing', 'case', id],
    queryFn: ({ signal }) => getCase(id, signal),
    refetchInterval: 15_000,
  });
  if (found.error !== null && found.data === undefined)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { data } = found;
  const editable = EDITABLE.includes(data.case.state) && may(filingPermissions.write);
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {data.case.title} <StateChip state={data.case.state} />
          </span>
        }
        about={words(data.case.kindTitle)}
        extra={<CaseActions detail={data} />}
      />
      <CaseSteps detail={data} />
      {data.rejection !== '' && <Alert type="error" showIcon title={data.rejection} />}
      <div className="case-columns">
        <div className="stack">
          <ItemsPanel detail={data} writes={editable ? 'may' : 'may-not'} />
          <ProblemsPanel detail={data} writes={editable ? 'may' : 'may-not'} />
          <CaseForm detail={data} writes={editable ? 'may' : 'may-not'} />
        </div>
        <div className="stack">
          <SignedDocument detail={data} />
          <CaseReceipts detail={data} />
          <CaseHistory detail={data} />
        </div>
      </div>
    </div>
  );
};

const STEPS = ['prepare', 'approve', 'sign', 'submit', 'receive', 'review', 'number'] as const;
const AT: Readonly<Partial<Record<CaseDetail['case']['state'], number>>> = {
  draft: 0,
  supplement: 0,
  approval: 1,
  approved: 2,
  signed: 3,
  submitted: 4,
  received: 5,
  checking: 5,
  experts: 5,
  numbered: 7,
  rejected: 5,
  withdrawn: 0,
};

const CaseSteps = ({ detail: { case: line } }: { readonly detail: CaseDetail }) => {
  const { t } = useTranslation();
  const stopped = line.state === 'rejected' || line.state === 'withdrawn';
  return (
    <Panel>
      <Steps
        size="small"
        current={AT[line.state] ?? 0}
        status={stopped ? 'error' : line.state === 'supplement' ? 'error' : 'process'}
        items={STEPS.map((step) => ({
          title: t(`filing.steps.${step}`),
          ...(step === 'receive' && line.received !== '' ? { content: line.received } : {}),
          ...(step === 'number' && line.number !== '' ? { content: line.number } : {}),
        }))}
      />
    </Panel>
  );
};
