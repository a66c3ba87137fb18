import { DownloadOutlined } from '@ant-design/icons';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import { v2xTrustPermissions, type MisbehaviourReport, type ReportObservation } from '@chedun/v2x-trust/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Drawer } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { deliverReport, misbehaviourReportFile } from '../../api/v2xTrust.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { observationWords, REPORT_TONE } from './words.ts';

const WIDTH = 860;
/** Numbers of observations from here on are our own. */
const OWN_NUMBERS = 128;

const figure = (value: number, unit: string): string => `${Math.round(value * 100) / 100} ${unit}`;

const columnsOf = (t: TFunction): readonly Column<ReportObservation>[] => [
  textColumn('rule', t('roadTrust.observation'), ({ rule }) => observationWords(t, rule), { width: 200 }),
  textColumn('observed', t('roadTrust.observed'), ({ observed, unit }) => figure(observed, unit), {
    width: 120,
    align: 'right',
  }),
  textColumn('limit', t('roadTrust.limit'), ({ limit, unit }) => figure(limit, unit), { width: 120, align: 'right' }),
  textColumn('times', t('roadTrust.times'), ({ times }) => times, { width: 80, align: 'right' }),
  monoColumn('code', 'TS 103 759', ({ target, observation }) => `${target}.${observation}`, { width: 110 }),
  textColumn(
    'origin',
    t('roadTrust.codeOrigin'),
    ({ observation }) => t(`roadTrust.codeOriginOf.${observation >= OWN_NUMBERS ? 'own' : 'standard'}`),
    { width: 120 },
  ),
];

const factsOf = (t: TFunction, report: MisbehaviourReport): Parameters<typeof Facts>[0]['items'] => [
  [
    t('roadTrust.accused'),
    <span key="signer" className="mono">
      {report.signer}
    </span>,
  ],
  [
    t('roadTrust.linkage'),
    <span key="linkage" className="mono">
      {report.linkage ?? '—'}
    </span>,
  ],
  [t('roadTrust.suspicion'), report.suspicion.toFixed(2)],
  [t('roadTrust.proofs'), t('roadTrust.proofsOf', { messages: report.messages, bytes: report.bytes })],
  [t('roadTrust.aid'), report.aid],
  [t('roadTrust.receiver'), report.receiver],
  [
    t('roadTrust.place'),
    report.place === null ? '—' : `${report.place.lat.toFixed(5)}, ${report.place.lon.toFixed(5)}`,
  ],
  [t('roadTrust.reportedAt'), <TimeText key="at" at={report.at} />],
  [
    t('roadTrust.status'),
    <Chip key="state" tone={REPORT_TONE[report.state]}>
      {t(`roadTrust.reportStateOf.${report.state}`)}
    </Chip>,
  ],
  [
    t('roadTrust.deliveredAt'),
    report.deliveredAt === null ? '—' : <TimeText key="delivered" at={report.deliveredAt} />,
  ],
];

/** What can be done with a report: hand it over again, take it along. */
const ReportActions = ({
  report: { id, state },
  onDone,
}: {
  readonly report: MisbehaviourReport;
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const deliver = useMutation({
    mutationFn: deliverReport,
    onSuccess: async (done) => {
      say.done(t(`roadTrust.reportStateOf.${done.state}`));
      await client.invalidateQueries({ queryKey: ['v2x-trust', 'reports'] });
      onDone();
    },
    onError: say.problem,
  });
  return (
    <span className="row">
      {state !== 'delivered' && may(v2xTrustPermissions.propose) && (
        <Button loading={deliver.isPending} onClick={() => deliver.mutate(id)}>
          {t('roadTrust.deliverAgain')}
        </Button>
      )}
      <Button icon={<DownloadOutlined />} href={misbehaviourReportFile(id)} download>
        {t('roadTrust.reportFile')}
      </Button>
    </span>
  );
};

/** Where a report went, and what follows from it. */
const WhatNext = ({ report: { state, problem } }: { readonly report: MisbehaviourReport }) => {
  const { t } = useTranslation();
  const may = useMay();
  const toRevocation = may(pseudonymsPermissions.read) && (
    <Link to="/pseudonyms" search={{ tab: 'revocations' }}>
      {t('roadTrust.toRevocation')}
    </Link>
  );
  return (
    <>
      {state === 'delivered' && (
        <Alert type="success" showIcon title={t('roadTrust.deliveredAbout')} action={toRevocation} />
      )}
      {state === 'foreign' && <Alert type="info" showIcon title={t('roadTrust.foreignAbout')} />}
      {problem !== null && <Alert type="warning" showIcon title={t('roadTrust.problem')} description={problem} />}
    </>
  );
};

/** One misbehaviour report: what was seen, who is accused, where it went. */
export const ReportDrawer = ({
  report,
  onClose,
}: {
  readonly report: MisbehaviourReport;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const actions = <ReportActions report={report} onDone={onClose} />;
  return (
    <Drawer open size={WIDTH} title={t('roadTrust.report')} extra={actions} onClose={onClose}>
      <div className="stack">
        <WhatNext report={report} />
        <Facts items={factsOf(t, report)} />
        <Panel title={t('roadTrust.observations')} hint={t('roadTrust.unverifiedCodes')} body="flush">
          <DataTable<ReportObservation>
            columns={columns}
            rows={report.observations}
            rowKey={({ rule }) => rule}
            exportName="chedun-misbehaviour-observations"
            sorting="browser"
            minWidth={740}
            empty={null}
          />
        </Panel>
        {report.related.length > 0 && (
          <Panel title={t('roadTrust.related')} hint={t('roadTrust.relatedHint')}>
            <span className="mono">{report.related.join('  ')}</span>
          </Panel>
        )}
      </div>
    </Drawer>
  );
};
