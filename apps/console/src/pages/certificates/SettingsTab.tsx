import { certificatesPermissions } from '@chedun/certificates/contract';
import type { CertificateSettings, LogProgress } from '@chedun/certificates/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, InputNumber, Progress, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  getCertificateSettings,
  getLogProgress,
  saveCertificateSettings,
  verifyIssuanceLog,
} from '../../api/certificates.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { Field } from './Field.tsx';

const PROGRESS_MS = 700;
const NUMBERS = ['crlHours', 'deltaHours', 'ocspMinutes', 'unusualPerHour'] as const;
const MOST = { crlHours: 720, deltaHours: 168, ocspMinutes: 10_080, unusualPerHour: 10_000_000 } as const;

/** 设置与日志: how lists are published, and the issuance log with its verification. */
export const SettingsTab = () => {
  const found = useQuery({
    queryKey: ['certificates', 'settings'],
    queryFn: ({ signal }) => getCertificateSettings(signal),
  });
  return (
    <div className="stack">
      <LogPanel />
      {found.data === undefined ? <Skeleton active /> : <SettingsForm settings={found.data} />}
    </div>
  );
};

/** How far the verification has come; leaves and certificates count alike. */
const Share = ({ progress }: { readonly progress: LogProgress }) => {
  const { t } = useTranslation();
  const { leaves, totalLeaves, certificates, totalCertificates } = progress;
  const total = totalLeaves + totalCertificates;
  return (
    <div className="stack" style={{ gap: 4, maxWidth: 640 }}>
      <Progress percent={total === 0 ? 0 : Math.floor(((leaves + certificates) / total) * 100)} size="small" />
      <span className="muted">
        {t('certificates.log.progress', {
          leaves: formatCount(leaves),
          totalLeaves: formatCount(totalLeaves),
          certificates: formatCount(certificates),
          totalCertificates: formatCount(totalCertificates),
        })}
      </span>
    </div>
  );
};

const LogPanel = () => {
  const { t } = useTranslation();
  const say = useSay();
  const verify = useMutation({ mutationFn: verifyIssuanceLog, onError: say.problem });
  const verdict = verify.data;
  const progress = useQuery({
    queryKey: ['certificates', 'log-progress'],
    queryFn: ({ signal }) => getLogProgress(signal),
    refetchInterval: PROGRESS_MS,
    enabled: verify.isPending,
  });
  return (
    <Panel
      title={t('certificates.log.title')}
      extra={
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('certificates.log.verify')}
        </Button>
      }
    >
      <div className="stack">
        <span>{t('certificates.log.about')}</span>
        {verify.isPending && progress.data !== undefined && <Share progress={progress.data} />}
        {verdict !== undefined && (
          <Alert
            type={verdict.intact ? 'success' : 'error'}
            showIcon
            title={
              verdict.intact
                ? t('certificates.log.intact', {
                    leaves: formatCount(verdict.leaves),
                    certificates: formatCount(verdict.certificates),
                  })
                : t('certificates.log.broken', { count: verdict.problems.length })
            }
            {...(verdict.intact
              ? {}
              : {
                  description: verdict.problems.map(({ index, serial, kind }) => (
                    <div key={`${index}${kind}${serial}`}>
                      {index} · {t(`certificates.log.problem.${kind}`)} <span className="mono">{serial}</span>
                    </div>
                  )),
                })}
          />
        )}
        {verdict !== undefined && (
          <Field label={t('certificates.log.keys')}>
            <pre className="mono" style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {verdict.keys.join('\n')}
            </pre>
          </Field>
        )}
      </div>
    </Panel>
  );
};

const SettingsForm = ({ settings }: { readonly settings: CertificateSettings }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const mayManage = useMay()(certificatesPermissions.manage);
  const [draft, setDraft] = useState(settings);
  const save = useMutation({
    mutationFn: saveCertificateSettings,
    onSuccess: async () => {
      say.done(t('certificates.settings.saved'));
      await client.invalidateQueries({ queryKey: ['certificates', 'settings'] });
    },
    onError: say.problem,
  });
  return (
    <Panel
      title={t('certificates.settings.title')}
      extra={
        mayManage && (
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate(draft)}>
            {t('certificates.settings.save')}
          </Button>
        )
      }
    >
      <div className="stack" style={{ maxWidth: 640 }}>
        <Field label={t('certificates.settings.publicBase')} hint={t('certificates.settings.publicBaseHint')}>
          <Input
            className="mono"
            value={draft.publicBase ?? ''}
            onChange={({ target }) =>
              setDraft({ ...draft, publicBase: target.value.trim() === '' ? null : target.value.trim() })
            }
          />
        </Field>
        <Field label={t('certificates.settings.organization')}>
          <Input
            value={draft.organization}
            maxLength={60}
            onChange={({ target }) => setDraft({ ...draft, organization: target.value })}
          />
        </Field>
        {NUMBERS.map((name) => (
          <Field key={name} label={t(`certificates.settings.${name}`)}>
            <InputNumber
              min={name === 'ocspMinutes' ? 5 : 1}
              max={MOST[name]}
              value={draft[name]}
              onChange={(value) => setDraft({ ...draft, [name]: value ?? settings[name] })}
            />
          </Field>
        ))}
        <Choices draft={draft} onChange={setDraft} />
      </div>
    </Panel>
  );
};

const Choices = ({
  draft,
  onChange,
}: {
  readonly draft: CertificateSettings;
  readonly onChange: (settings: CertificateSettings) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('certificates.settings.compromise')}>
        <Segmented<CertificateSettings['compromise']>
          value={draft.compromise}
          onChange={(compromise) => onChange({ ...draft, compromise })}
          options={(['second-person', 'immediate'] as const).map((value) => ({
            value,
            label: t(`certificates.settings.compromiseOf.${value}`),
          }))}
        />
      </Field>
      <Field label={t('certificates.settings.deviceRevocation')} hint={t('certificates.settings.deviceRevocationHint')}>
        <Segmented<CertificateSettings['deviceRevocation']>
          value={draft.deviceRevocation}
          onChange={(deviceRevocation) => onChange({ ...draft, deviceRevocation })}
          options={(['second-person', 'immediate'] as const).map((value) => ({
            value,
            label: t(`certificates.settings.compromiseOf.${value}`),
          }))}
        />
      </Field>
      <Field label={t('certificates.settings.unknownVehicles')}>
        <Segmented<CertificateSettings['unknownVehicles']>
          value={draft.unknownVehicles}
          onChange={(unknownVehicles) => onChange({ ...draft, unknownVehicles })}
          options={(['refuse', 'allow'] as const).map((value) => ({
            value,
            label: t(`certificates.settings.unknownVehiclesOf.${value}`),
          }))}
        />
      </Field>
    </>
  );
};
