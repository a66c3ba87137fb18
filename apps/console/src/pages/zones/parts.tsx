import type { Flow, FlowStatus, Permission, Zone } from '@chedun/zones/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

const TONES: Readonly<Record<FlowStatus, string>> = {
  violating: 'critical',
  ended: 'high',
  unzoned: 'medium',
  blocked: 'info',
  allowed: 'good',
  inside: 'low',
};

/** How a flow stands. */
export const StatusChip = ({ status }: { readonly status: FlowStatus }) => {
  const { t } = useTranslation();
  return (
    <span className="chip" data-tone={TONES[status]}>
      {t(`zones.status.${status}`)}
    </span>
  );
};

/** Name of the zone with the id. */
export const zoneNamer = (zones: readonly Zone[], t: TFunction): ((id: string | null) => string) => {
  const names = new Map(zones.map(({ id, name }) => [id, name]));
  return (id) => names.get(id ?? '') ?? t('zones.none');
};

/** Protocol and port of a flow. */
export const flowService = (t: TFunction, { protocol, port, ports }: Flow): string => {
  const name = protocol === 'unknown' ? t('zones.unknownProtocol') : protocol.toUpperCase();
  if (ports > 1) return `${name} ${t('zones.manyPorts', { count: ports })}`;
  return port === 0 ? name : `${name} ${port}`;
};

/** Protocol and ports of a permission. */
export const permissionService = (t: TFunction, { protocol, ports }: Permission): string => {
  const name = protocol === 'any' ? t('zones.anyProtocol') : protocol.toUpperCase();
  return ports === '' ? (protocol === 'any' ? name : `${name} ${t('zones.allPorts')}`) : `${name} ${ports}`;
};
