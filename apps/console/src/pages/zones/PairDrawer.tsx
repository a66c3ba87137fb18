import { zonePermissions, type Flow, type Permission, type ZoneOverview } from '@chedun/zones/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Popconfirm } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removePermission } from '../../api/zones.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { FlowTable } from './FlowTable.tsx';
import { permissionService, zoneNamer } from './parts.tsx';
import { PermissionDialog, type PermissionDraft } from './PermissionDialog.tsx';

/** A pair of zones that somebody picked. */
export interface Pair {
  readonly from: string;
  readonly to: string;
}

const draftOf = ({ from, to }: Pair, { protocol, port }: Flow): PermissionDraft => ({
  from,
  to,
  protocol: protocol === 'unknown' ? 'any' : protocol,
  ports: port === 0 || protocol === 'unknown' ? '' : String(port),
});

/** What is allowed from one zone to another, and what was seen. */
export const PairDrawer = ({
  pair,
  overview,
  onClose,
}: {
  readonly pair: Pair;
  readonly overview: ZoneOverview;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const mayWrite = useMay()(zonePermissions.write);
  const [draft, setDraft] = useState<PermissionDraft>();
  const nameOf = zoneNamer(overview.zones, t);
  const { from, to } = pair;
  const action = useCallback(
    (flow: Flow) => <AllowButton flow={flow} onAllow={() => setDraft(draftOf({ from, to }, flow))} />,
    [from, to],
  );
  const permissions = overview.permissions.filter((each) => each.from === from && each.to === to);
  return (
    <Drawer open size={1_080} title={`${nameOf(from)} → ${nameOf(to)}`} onClose={onClose}>
      <div className="stack">
        <Panel
          title={t('zones.permissions')}
          extra={
            mayWrite && (
              <Button size="small" onClick={() => setDraft(pair)}>
                {t('zones.allowTitle')}
              </Button>
            )
          }
        >
          {permissions.length === 0 && (
            <EmptyState size="small" title={t('zones.noPermissions')} hint={t('zones.noPermissionsHint')} />
          )}
          {permissions.map((permission) => (
            <PermissionLine
              key={permission.id}
              permission={permission}
              onEdit={mayWrite ? () => setDraft(permission) : undefined}
            />
          ))}
        </Panel>
        <Panel title={t('zones.flows')} body="flush">
          <FlowTable zones={overview.zones} query={pair} {...(mayWrite ? { action } : {})} />
        </Panel>
      </div>
      {draft !== undefined && (
        <PermissionDialog draft={draft} zones={overview.zones} onClose={() => setDraft(undefined)} />
      )}
    </Drawer>
  );
};

const AllowButton = ({ flow: { status }, onAllow }: { readonly flow: Flow; readonly onAllow: () => void }) => {
  const { t } = useTranslation();
  if (status !== 'violating' && status !== 'ended') return null;
  return (
    <Button
      size="small"
      onClick={(event) => {
        event.stopPropagation();
        onAllow();
      }}
    >
      {t('zones.allow')}
    </Button>
  );
};

const PermissionLine = ({
  permission,
  onEdit,
}: {
  readonly permission: Permission;
  readonly onEdit: (() => void) | undefined;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: removePermission,
    onSuccess: () => client.invalidateQueries({ queryKey: ['zones'] }),
    onError: say.problem,
  });
  const { purpose, approver, validTo, isInForce, id } = permission;
  return (
    <div className="row wrap" style={{ gap: 12, padding: '4px 0' }}>
      <span className="chip" data-tone={isInForce ? 'good' : 'high'}>
        {permissionService(t, permission)}
      </span>
      <span className="grow">{purpose}</span>
      <span className="faint">
        {t('zones.approver')} {approver}
      </span>
      <span className="faint">
        {t('zones.validTo')} {validTo ?? t('zones.forever')}
        {!isInForce && ` · ${t('zones.ended')}`}
      </span>
      {onEdit !== undefined && (
        <>
          <Button size="small" onClick={onEdit}>
            {t('common.edit')}
          </Button>
          <Popconfirm title={t('zones.askWithdraw')} onConfirm={() => withdraw.mutate(id)}>
            <Button size="small" danger loading={withdraw.isPending}>
              {t('zones.withdraw')}
            </Button>
          </Popconfirm>
        </>
      )}
    </div>
  );
};
