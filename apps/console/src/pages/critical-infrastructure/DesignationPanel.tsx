import type { Designation } from '@chedun/critical-infrastructure/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';

/** The notice by which the infrastructure was named. */
export const DesignationPanel = ({
  designation,
  onEdit,
}: {
  readonly designation: Designation | null;
  readonly onEdit: (() => void) | undefined;
}) => {
  const { t } = useTranslation();
  const edit = onEdit !== undefined && <Button onClick={onEdit}>{t('criticalInfrastructure.register')}</Button>;
  return (
    <Panel title={t('criticalInfrastructure.designation')} extra={designation === null ? undefined : edit}>
      {designation === null ? (
        <EmptyState
          size="small"
          title={t('criticalInfrastructure.noDesignation')}
          hint={t('criticalInfrastructure.noDesignationHint')}
          action={edit}
        />
      ) : (
        <Facts
          items={[
            [t('criticalInfrastructure.infrastructure'), designation.infrastructure],
            [t('criticalInfrastructure.designatedOn'), designation.designatedOn],
            [t('criticalInfrastructure.department'), designation.department],
            [
              t('criticalInfrastructure.departmentContact'),
              `${designation.departmentContact} ${designation.departmentPhone}`,
            ],
            [t('criticalInfrastructure.policeContact'), `${designation.policeContact} ${designation.policePhone}`],
            [
              t('criticalInfrastructure.document'),
              <span key="document" title={`SM3 ${designation.document.sm3}`}>
                {designation.document.name}
              </span>,
            ],
            [t('criticalInfrastructure.savedBy'), designation.savedBy],
          ]}
        />
      )}
    </Panel>
  );
};
