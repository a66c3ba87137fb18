import { organisationPermissions } from '@chedun/organisation/contract';
import type { Organisation } from '@chedun/organisation/contract';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getOrganisation } from '../../api/organisation.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { AppointmentDialog } from './AppointmentDialog.tsx';
import { AppointmentTable } from './AppointmentTable.tsx';
import { ImportPersons } from './ImportPersons.tsx';
import { LicencePanel } from './LicencePanel.tsx';
import { PostCards } from './PostCards.tsx';
import { ProfileDialog } from './ProfileDialog.tsx';
import { ProfilePanel } from './ProfilePanel.tsx';

type Open = 'nothing' | 'profile' | 'appoint' | 'import';

/** 单位与责任人: who is bound, who answers, which licences are held. */
export const OrganisationPage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(organisationPermissions.write);
  const [open, setOpen] = useState<Open>('nothing');
  const found = useQuery({ queryKey: ['organisation'], queryFn: ({ signal }) => getOrganisation(signal) });
  const close = () => setOpen('nothing');
  const { data } = found;
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.organisation')}
        about={t('organisation.about')}
        extra={
          mayWrite && (
            <>
              <Button onClick={() => setOpen('import')}>{t('organisation.import')}</Button>
              <Button type="primary" onClick={() => setOpen('appoint')}>
                {t('organisation.appoint')}
              </Button>
            </>
          )
        }
      />
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {data === undefined && found.error === null && <Skeleton active paragraph={{ rows: 10 }} />}
      {data !== undefined && (
        <>
          <Weaknesses weaknesses={data.weaknesses} />
          <ProfilePanel profile={data.profile} onEdit={mayWrite ? () => setOpen('profile') : undefined} />
          <Panel title={t('organisation.posts')}>
            <PostCards appointments={data.appointments} />
          </Panel>
          <AppointmentTable appointments={data.appointments} mayWrite={mayWrite} />
          <LicencePanel licences={data.licences} mayWrite={mayWrite} />
        </>
      )}
      {open === 'profile' && <ProfileDialog profile={data?.profile ?? null} onClose={close} />}
      {open === 'appoint' && <AppointmentDialog onClose={close} />}
      {open === 'import' && <ImportPersons onClose={close} />}
    </div>
  );
};

const Weaknesses = ({ weaknesses }: Pick<Organisation, 'weaknesses'>) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (weaknesses.length === 0) return <Alert type="success" showIcon title={t('organisation.noWeakness')} />;
  return (
    <Alert
      type="warning"
      showIcon
      title={`${t('organisation.weaknesses')} (${weaknesses.length})`}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {weaknesses.map(({ key, text, obligations }) => (
            <li key={key}>
              {textIn(text, language)} <span className="mono faint">{obligations.join(' ')}</span>
            </li>
          ))}
        </ul>
      }
    />
  );
};
