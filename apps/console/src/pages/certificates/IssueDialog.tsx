import type { BindingKind } from '@chedun/certificates/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { issueCertificate } from '../../api/certificates.ts';
import { useSay } from '../../ui/useSay.ts';
import { Choose, textOf } from './Choose.tsx';
import { Field } from './Field.tsx';
import { useChoices } from './useChoices.ts';

const NEEDS_VIN: readonly BindingKind[] = ['vin', 'device-vin'];
const NEEDS_DEVICE: readonly BindingKind[] = ['device', 'device-vin'];
const CSR_EXAMPLE = '-----BEGIN CERTIFICATE REQUEST-----';

const useIssue = (onDone: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: issueCertificate,
    onSuccess: async ({ waits }) => {
      say.done(t(waits === null ? 'certificates.issued' : 'certificates.waits'));
      await client.invalidateQueries({ queryKey: ['certificates'] });
      onDone();
    },
    onError: say.problem,
  });
};

/** Asks for one certificate. */
export const IssueDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState({ profile: 'vehicle', authority: '', csr: '', vin: '', device: '' });
  const { profiles, issuing } = useChoices();
  const authority = asked.authority === '' ? (issuing[0]?.name ?? '') : asked.authority;
  const profile = profiles.find(({ id }) => id === asked.profile);
  const needsVin = profile !== undefined && NEEDS_VIN.includes(profile.binding);
  const needsDevice = profile !== undefined && NEEDS_DEVICE.includes(profile.binding);
  const issue = useIssue(onClose);
  const ready = asked.csr.length > 32 && (!needsVin || asked.vin !== '') && (!needsDevice || asked.device !== '');
  return (
    <Modal
      open
      width={720}
      title={t('certificates.issue')}
      okText={t('certificates.issue')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready || authority === '' }}
      confirmLoading={issue.isPending}
      onCancel={onClose}
      onOk={() =>
        issue.mutate({
          profile: asked.profile,
          authority,
          csr: asked.csr,
          vin: needsVin ? asked.vin : null,
          device: needsDevice ? asked.device : null,
        })
      }
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('certificates.issueAbout')}</span>
        <Choose
          profiles={profiles}
          issuing={issuing}
          chosen={{ ...asked, authority }}
          onChange={(chosen) => setAsked({ ...asked, ...chosen })}
        />
        {profile !== undefined && (
          <Alert type="info" title={`${textOf(profile.about)} ${t(`certificates.approvalOf.${profile.approval}`)}`} />
        )}
        <BoundTo
          asked={asked}
          needsVin={needsVin}
          needsDevice={needsDevice}
          onChange={(bound) => setAsked({ ...asked, ...bound })}
        />
        <Field label={t('certificates.csr')}>
          <Input.TextArea
            className="mono"
            rows={9}
            placeholder={CSR_EXAMPLE}
            value={asked.csr}
            onChange={({ target }) => setAsked({ ...asked, csr: target.value })}
          />
        </Field>
      </div>
    </Modal>
  );
};

interface Bound {
  readonly vin: string;
  readonly device: string;
}

const BoundTo = ({
  asked,
  needsVin,
  needsDevice,
  onChange,
}: {
  readonly asked: Bound;
  readonly needsVin: boolean;
  readonly needsDevice: boolean;
  readonly onChange: (bound: Partial<Bound>) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      {needsVin && (
        <Field label={t('certificates.vin')} hint={t('certificates.vinHint')}>
          <Input className="mono" value={asked.vin} onChange={({ target }) => onChange({ vin: target.value.trim() })} />
        </Field>
      )}
      {needsDevice && (
        <Field label={t('certificates.device')}>
          <Input
            className="mono"
            value={asked.device}
            onChange={({ target }) => onChange({ device: target.value.trim() })}
          />
        </Field>
      )}
    </>
  );
};
