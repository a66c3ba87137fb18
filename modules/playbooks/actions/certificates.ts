import { certificatesPermissions, type CertificatesAsks } from '@chedun/certificates/contract';
import type { Action } from './action.ts';
import { param } from './action.ts';

type Asks = Pick<CertificatesAsks, 'changeState' | 'statusByOcsp'>;

const probe =
  ({ statusByOcsp }: Asks): Action['probe'] =>
  async (params) => {
    const serial = param(params, 'serial');
    const status = await statusByOcsp(serial);
    return { isInForce: status === 'revoked', proof: `OCSP: ${serial} ${status}` };
  };

/** Suspends and revokes certificates; the responder of OCSP proves it. */
export const certificateActions = (certificates: Asks): readonly Action[] => [
  {
    id: 'certificates.hold',
    title: { zh: '挂起证书', en: 'Suspend a certificate' },
    params: ['serial'],
    permission: certificatesPermissions.revoke,
    care: 'one-person',
    run: (params, note, actor, alongside) =>
      certificates.changeState({ kind: 'hold', serials: [param(params, 'serial')], note }, actor, alongside),
    probe: probe(certificates),
    undo: (params, note, actor, alongside) =>
      certificates.changeState({ kind: 'lift', serials: [param(params, 'serial')], note }, actor, alongside),
  },
  {
    id: 'certificates.revoke',
    title: { zh: '吊销证书（不可恢复）', en: 'Revoke a certificate for good' },
    params: ['serial'],
    permission: certificatesPermissions.revoke,
    care: 'second-person',
    run: (params, note, actor, alongside) =>
      certificates.changeState(
        { kind: 'revoke', serials: [param(params, 'serial')], reason: 'keyCompromise', note },
        actor,
        alongside,
      ),
    probe: probe(certificates),
  },
];
