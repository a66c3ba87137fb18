import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { listRoles } from '../../api/identity.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

/** The roles with what each may do; the separated administrators come first. */
export const RolesTab = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const roles = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => listRoles(signal) });
  if (roles.error !== null) return <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />;
  if (roles.data === undefined) return <Skeleton active paragraph={{ rows: 10 }} />;
  return (
    <div className="grid" style={{ gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' }}>
      {roles.data.items.map((role) => (
        <Panel
          key={role.id}
          title={textIn(role.title, language)}
          hint={role.administrator ? <Chip tone="primary">{t('users.administrator')}</Chip> : undefined}
          extra={<span className="faint">{t('users.holders', { count: role.users })}</span>}
        >
          <p className="soft">{textIn(role.about, language)}</p>
          <div className="row wrap" style={{ gap: 4, marginTop: 8 }}>
            {role.permissions.map((permission) => (
              <Chip key={permission.name} title={permission.name}>
                {textIn(permission.title, language)}
              </Chip>
            ))}
          </div>
        </Panel>
      ))}
    </div>
  );
};
