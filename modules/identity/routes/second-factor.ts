import { type Route, route } from '@chedun/http';
import {
  ConfirmSecondFactor,
  Done,
  RecoveryCodes,
  RemoveSecondFactor,
  SecondFactorOffer,
  UserRef,
  identityPermissions,
} from '../contract.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeOwnSecondFactor,
  removeSecondFactorOf,
} from '../use-cases/second-factor.ts';
import type { World } from '../world.ts';
import { done, oneTimePasswordExample } from './examples.ts';

/** The own second factor. */
export const secondFactorRoutes = (world: World): readonly Route[] => [
  route({
    method: 'POST',
    path: '/identity/me/second-factor',
    operationId: 'beginSecondFactor',
    summary: { zh: '开始绑定验证器', en: 'Begin to enrol an authenticator' },
    permission: 'signed-in',
    audit: 'none',
    response: SecondFactorOffer,
    example: {
      secret: 'LRTTBALLYM5HEQAFDMY42JJBY4OKKTXB',
      uri: 'otpauth://totp/CheDun:zhang.wei?secret=LRTTBALLYM5HEQAFDMY42JJBY4OKKTXB&issuer=CheDun',
      qr: 'data:image/png;base64,iVBORw0KGgo=',
    },
    handle: ({ actor }) => beginSecondFactor(world)(actor),
  }),
  route({
    method: 'POST',
    path: '/identity/me/second-factor/confirm',
    operationId: 'confirmSecondFactor',
    summary: { zh: '用动态口令确认绑定', en: 'Confirm the authenticator with a code' },
    permission: 'signed-in',
    audit: 'identity.second-factor-enrolled',
    rate: 'guarded',
    body: ConfirmSecondFactor,
    response: RecoveryCodes,
    example: { recoveryCodes: [oneTimePasswordExample] },
    handle: async ({ body, actor }) => ({ recoveryCodes: [...(await confirmSecondFactor(world)(body.code, actor))] }),
  }),
  route({
    method: 'POST',
    path: '/identity/me/second-factor/remove',
    operationId: 'removeOwnSecondFactor',
    summary: { zh: '解除自己的验证器', en: 'Remove your authenticator' },
    permission: 'signed-in',
    audit: 'identity.second-factor-removed',
    rate: 'guarded',
    body: RemoveSecondFactor,
    response: Done,
    example: done,
    handle: async ({ body, actor }) => {
      await removeOwnSecondFactor(world)(body.password, actor);
      return done;
    },
  }),
];

/** The second factor of somebody who lost it. */
export const lostSecondFactorRoutes = (world: World): readonly Route[] => [
  route({
    method: 'POST',
    path: '/identity/users/:id/second-factor/remove',
    operationId: 'removeSecondFactorOf',
    summary: { zh: '解除用户丢失的验证器', en: 'Remove the lost authenticator of a user' },
    permission: identityPermissions.policyWrite,
    audit: 'identity.second-factor-removed',
    params: UserRef,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await removeSecondFactorOf(world)(params.id, actor);
      return done;
    },
  }),
];
