import type { CertificateDetail } from '@chedun/certificates/contract';
import { certificatesPermissions } from '@chedun/certificates/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input, Skeleton } from 'antd';
import type { TFunction } from 'i18next';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { certificateFile, getCertificate, renewCertificate } from '../../api/certificates.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { StateChip } from './StateChip.tsx';
import { StateDialog } from './StateDialog.tsx';

/** One certificate: what it says in words, its chain, its life, and its files. */
export const CertificateDrawer = ({ serial, onClose }: { readonly serial: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['certificates', 'one', serial],
    queryFn: ({ signal }) => getCertificate(serial, signal),
  });
  return (
    <Drawer open size={820} title={t('certificates.detail')} onClose={onClose}>
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data === undefined ? <Skeleton active /> : <Detail certificate={found.data} />}
    </Drawer>
  );
};

const word = (t: TFunction, group: 'usageOf' | 'purposeOf' | 'reasonOf' | 'lifeOf', name: string): string =>
  t(`certificates.${group}.${name}` as never, { defaultValue: name });

const wordsOf = (t: TFunction, group: 'usageOf' | 'purposeOf', names: readonly string[]): string =>
  names.map((name) => word(t, group, name)).join(' · ');

const Detail = ({ certificate }: { readonly certificate: CertificateDetail }) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <Actions certificate={certificate} />
      <Panel title={t('certificates.chain')}>
        <ChainPicture certificate={certificate} />
      </Panel>
      <Fields certificate={certificate} />
      <Panel title={t('certificates.life')}>
        {certificate.life.map(({ at, kind, by, note }) => (
          <div key={`${at}${kind}`} className="row">
            <TimeText at={at} />
            <span>{word(t, 'lifeOf', kind)}</span>
            {note !== '' && <span>{word(t, 'reasonOf', note)}</span>}
            <span>{by}</span>
          </div>
        ))}
      </Panel>
    </div>
  );
};

const ChainPicture = ({ certificate: { chain, subject, notAfter } }: { readonly certificate: CertificateDetail }) => {
  const { t } = useTranslation();
  return (
    <div className="chain-picture">
      {chain.map((each) => (
        <Fragment key={each.name}>
          <div className="box" data-kind={each.kind}>
            <strong>{t(`certificates.kind.${each.kind}`)}</strong>
            <div>{each.subject}</div>
            <TimeText at={each.notAfter} />
          </div>
          <span className="arrow">→</span>
        </Fragment>
      ))}
      <div className="box" data-kind="leaf">
        <strong>{t('certificates.leaf')}</strong>
        <div>{subject}</div>
        <TimeText at={notAfter} />
      </div>
    </div>
  );
};

const Fields = ({ certificate: c }: { readonly certificate: CertificateDetail }) => {
  const { t } = useTranslation();
  const mono = (text: string) => <span className="mono">{text}</span>;
  return (
    <Panel>
      <Facts
        items={[
          [t('certificates.state'), <StateChip key="state" state={c.state} />],
          [t('certificates.fields.reason'), c.reason === null ? '' : word(t, 'reasonOf', c.reason)],
          [
            t('certificates.fields.propagation'),
            c.propagationSeconds === null ? '' : t('certificates.seconds', { count: c.propagationSeconds }),
          ],
          [t('certificates.subject'), c.subject],
          [t('certificates.fields.issuer'), c.issuer],
          [t('certificates.bound'), [c.device, c.vin].filter((each) => each !== null).join(' · ')],
          [t('certificates.serial'), mono(c.serial)],
          [
            t('certificates.fields.validity'),
            <span key="validity">
              <TimeText at={c.notBefore} /> – <TimeText at={c.notAfter} />
            </span>,
          ],
          [t('certificates.fields.keyKind'), t(`certificates.algorithm.${c.keyKind}`)],
          [t('certificates.fields.names'), c.names.join(' · ')],
          [t('certificates.fields.usage'), wordsOf(t, 'usageOf', c.keyUsage)],
          [t('certificates.fields.purposes'), wordsOf(t, 'purposeOf', c.purposes)],
          [t('certificates.fields.crl'), c.crlPoints.join(' · ')],
          [t('certificates.fields.ocsp'), c.ocsp.join(' · ')],
          [t('certificates.fields.fingerprint'), mono(c.fingerprint)],
          [t('certificates.fields.pair'), c.pair === null ? '' : mono(c.pair)],
          [t('certificates.fields.successor'), c.successor === null ? '' : mono(c.successor)],
          [t('certificates.fields.logIndex'), c.logIndex],
          [t('certificates.issuedBy'), c.issuedBy],
        ]}
      />
    </Panel>
  );
};

const Actions = ({ certificate }: { readonly certificate: CertificateDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [changing, setChanging] = useState<'revoke' | 'hold' | 'lift'>();
  const [renewing, setRenewing] = useState(false);
  const { serial, state, pair, renewable } = certificate;
  const changes =
    state === 'held' ? (['lift', 'revoke'] as const) : state === 'valid' ? (['hold', 'revoke'] as const) : [];
  return (
    <>
      <div className="row wrap" title={t('certificates.proofHint')}>
        {(['pem', 'der', 'chain', 'proof'] as const).map((format) => (
          <Button key={format} href={certificateFile(serial, format)} download>
            {t(`certificates.file.${format}`)}
          </Button>
        ))}
        {pair !== null && (
          <Button href={certificateFile(serial, 'enveloped-key')} download>
            {t('certificates.file.key')}
          </Button>
        )}
        {renewable && may(certificatesPermissions.issue) && (
          <Button type="primary" onClick={() => setRenewing(true)}>
            {t('certificates.renew')}
          </Button>
        )}
        {may(certificatesPermissions.revoke) &&
          changes.map((kind) => (
            <Button key={kind} danger={kind === 'revoke'} onClick={() => setChanging(kind)}>
              {t(`certificates.${kind}`)}
            </Button>
          ))}
      </div>
      {renewing && <Renewal serial={serial} onDone={() => setRenewing(false)} />}
      {changing !== undefined && (
        <StateDialog kind={changing} serials={[serial]} onClose={() => setChanging(undefined)} />
      )}
    </>
  );
};

const Renewal = ({ serial, onDone }: { readonly serial: string; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [csr, setCsr] = useState('');
  const renew = useMutation({
    mutationFn: renewCertificate,
    onSuccess: async () => {
      say.done(t('certificates.issued'));
      await client.invalidateQueries({ queryKey: ['certificates'] });
      onDone();
    },
    onError: say.problem,
  });
  return (
    <Panel title={t('certificates.renew')} hint={t('certificates.renewAbout')}>
      <div className="stack">
        <Input.TextArea
          className="mono"
          rows={6}
          aria-label={t('certificates.csr')}
          value={csr}
          onChange={({ target }) => setCsr(target.value)}
        />
        <div>
          <Button
            type="primary"
            disabled={csr.length < 32}
            loading={renew.isPending}
            onClick={() => renew.mutate({ serial, csr })}
          >
            {t('certificates.renew')}
          </Button>
        </div>
      </div>
    </Panel>
  );
};
