import type { RoleId, User } from '@chedun/identity/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import type { Issued } from './CreateUserDialog.tsx';
import { UserActions } from './UserActions.tsx';

const STATUS_TONE = { active: 'good', locked: 'high', disabled: 'info' } as const;

const factorText = (t: TFunction, user: User): string =>
  user.secondFactor ? t('users.secondFactorOn') : t('users.secondFactorOff');

/** Columns of the list of users. */
export const userColumns = (t: TFunction, onIssued: (issued: Issued) => void): readonly Column<User>[] => [
  monoColumn('name', t('users.name'), (row) => row.name, { width: 170 }),
  textColumn('display', t('users.displayName'), (row) => row.displayName, { width: 170, clip: 'clip' }),
  shownColumn(
    'status',
    t('users.status'),
    (row) => t(`users.statusOf.${row.status}`),
    (row) => <StateDot tone={STATUS_TONE[row.status]}>{t(`users.statusOf.${row.status}`)}</StateDot>,
    { width: 100 },
  ),
  shownColumn(
    'roles',
    t('users.roles'),
    (row) => row.roles.map((role) => t(`role.${role}`)).join(' '),
    (row) => <RoleChips roles={row.roles} />,
  ),
  shownColumn(
    'factor',
    t('users.secondFactor'),
    (row) => factorText(t, row),
    (row) => <span className={row.secondFactor ? '' : 'faint'}>{factorText(t, row)}</span>,
    { width: 110 },
  ),
  shownColumn(
    'last',
    t('users.lastSignIn'),
    (row) => row.lastSignInAt ?? '',
    (row) => <AgoText at={row.lastSignInAt} />,
    { width: 130 },
  ),
  {
    key: 'actions',
    title: t('common.actions'),
    width: 150,
    render: (row) => <UserActions user={row} onIssued={onIssued} />,
  },
];

const RoleChips = ({ roles }: { readonly roles: readonly RoleId[] }) => {
  const { t } = useTranslation();
  if (roles.length === 0) return <span className="faint">{t('users.noRoles')}</span>;
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {roles.map((role) => (
        <Chip key={role}>{t(`role.${role}`)}</Chip>
      ))}
    </span>
  );
};
