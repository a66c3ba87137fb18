import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { GatewayAsks } from '@chedun/gateway/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import type { Step } from '@chedun/cacao';
import type { ActionInfo } from '../contract.ts';
import type { Action } from './action.ts';
import { certificateActions } from './certificates.ts';
import { gatewayActions } from './gateway.ts';
import { identityActions } from './identity.ts';

/** Type of the commands that name an action of ours. All other types are carried out by people. */
const COMMAND_TYPE = 'chedun';

/** Actions that playbooks may name already, and that no module carries out yet. */
const MISSING: readonly ActionInfo[] = [
  {
    id: 'ota.pause-campaign',
    titleZh: '暂停 OTA 升级活动（尚无 OTA 模块，由人工执行）',
    titleEn: 'Pause an OTA campaign (no OTA module yet: done by people)',
    params: ['campaign'],
    permission: '',
    secondPerson: true,
    reversible: true,
    available: false,
  },
];

/** All actions by their id. */
export interface ActionBook {
  readonly of: (id: string) => Action | undefined;
  /** The action that a step names: its only command is of type `chedun`, and the action is there. */
  readonly ofStep: (step: Step) => Action | undefined;
  readonly list: () => readonly ActionInfo[];
}

const infoOf = ({ id, title, params, permission, care, undo }: Action): ActionInfo => ({
  id,
  titleZh: title.zh,
  titleEn: title.en,
  params: [...params],
  permission,
  secondPerson: care === 'second-person',
  reversible: undo !== undefined,
  available: true,
});

/** What actions ask of other modules. */
export interface ActionNeeds {
  readonly gateway: GatewayAsks;
  readonly certificates: Pick<CertificatesAsks, 'changeState' | 'statusByOcsp'>;
  readonly identity: Pick<IdentityAsks, 'switchAccount' | 'accountState' | 'revokeToken' | 'tokenState'>;
}

/** Builds the book of actions. */
export const actionBook = ({ gateway, certificates, identity }: ActionNeeds): ActionBook => {
  const all = [...gatewayActions(gateway), ...certificateActions(certificates), ...identityActions(identity)];
  const byId = new Map(all.map((action) => [action.id, action]));
  return {
    of: (id) => byId.get(id),
    ofStep: (step) => {
      const [command, ...more] = step.kind === 'action' ? step.commands : [];
      return command?.type === COMMAND_TYPE && more.length === 0 ? byId.get(command.text) : undefined;
    },
    list: () => [...all.map(infoOf), ...MISSING],
  };
};
