import { detectionPermissions } from '@chedun/detection/contract';
import { ingestPermissions } from '@chedun/ingest/contract';
import { RoleId } from '@chedun/identity/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { engineStatus } from '../../api/detection.ts';
import { getFlow } from '../../api/ingest.ts';
import { useMay, useMe } from '../../app/session.ts';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

/** The state of the product and where its interfaces are described. */
export const SystemTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const engine = useQuery({
    queryKey: ['engine'],
    queryFn: ({ signal }) => engineStatus(signal),
    enabled: may(detectionPermissions.read),
  });
  const flow = useQuery({
    queryKey: ['flow'],
    queryFn: ({ signal }) => getFlow(signal),
    enabled: may(ingestPermissions.read),
    refetchInterval: 5_000,
  });
  const roles = (me?.roles ?? []).flatMap((role) => RoleId.safeParse(role).data ?? []);
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', alignItems: 'start' }}>
      <Panel title={t('settings.pipeline')}>
        <Facts
          items={[
            [
              t('settings.storeState'),
              flow.data === undefined ? undefined : <StoreState key="store" up={flow.data.storeUp} />,
            ],
            [t('sources.detectBacklog'), flow.data?.detectBacklog],
            [t('sources.storeBacklog'), flow.data?.storeBacklog],
            [t('settings.engineVersion'), engine.data?.version],
            [
              t('settings.rulesCompiled'),
              engine.data === undefined ? undefined : <TimeText key="at" at={engine.data.compiledAt} />,
            ],
            [t('nav.rules'), engine.data === undefined ? undefined : `${engine.data.enabled} / ${engine.data.rules}`],
          ]}
        />
      </Panel>
      <Panel title={t('settings.tabAccount')}>
        <Facts
          items={[
            [t('users.name'), me?.name],
            [
              t('settings.roles'),
              <span key="roles" className="row wrap" style={{ gap: 4 }}>
                {roles.map((role) => (
                  <Chip key={role}>{t(`role.${role}`)}</Chip>
                ))}
              </span>,
            ],
            [
              t('settings.apiDocs'),
              <a key="api" href="/api/openapi.json" target="_blank" rel="noreferrer">
                {t('settings.apiDocsHint')}
              </a>,
            ],
          ]}
        />
      </Panel>
    </div>
  );
};

const StoreState = ({ up }: { readonly up: boolean }) => {
  const { t } = useTranslation();
  return <StateDot tone={up ? 'good' : 'critical'}>{up ? t('settings.storeUp') : t('settings.storeDown')}</StateDot>;
};
