import { PROVINCES } from '@chedun/organisation/contract';
import type { Profile } from '@chedun/organisation/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';

/** The organisation itself. */
export const ProfilePanel = ({
  profile,
  onEdit,
}: {
  readonly profile: Profile | null;
  readonly onEdit: (() => void) | undefined;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const edit = onEdit !== undefined && <Button onClick={onEdit}>{t('organisation.edit')}</Button>;
  return (
    <Panel title={t('organisation.profile')} extra={profile === null ? undefined : edit}>
      {profile === null ? (
        <EmptyState size="small" title={t('organisation.unset')} hint={t('organisation.unsetHint')} action={edit} />
      ) : (
        <Facts
          items={[
            [t('organisation.name'), profile.name],
            [
              t('organisation.creditCode'),
              <span key="code" className="mono">
                {profile.creditCode}
              </span>,
            ],
            [t('organisation.province'), textIn(PROVINCES[profile.province], language)],
            [t('organisation.cii'), t(profile.isCii ? 'common.yes' : 'common.no')],
          ]}
        />
      )}
    </Panel>
  );
};
