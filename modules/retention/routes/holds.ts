import { route, type Route } from '@chedun/http';
import { Decision, Hold, HoldList, IdParams, NewHold, Reason, retentionPermissions } from '../contract.ts';
import { exampleHold } from '../examples.ts';
import type { RetentionUses } from './uses.ts';

const { read, approve, hold } = retentionPermissions;

const placing = ({ holds }: RetentionUses): Route[] => [
  route({
    permission: read,
    audit: 'none',
    method: 'GET',
    path: '/retention/holds',
    operationId: 'listHolds',
    summary: { zh: '法律保全列表', en: 'Legal holds' },
    response: HoldList,
    example: { items: [exampleHold] },
    handle: async () => ({ items: await holds.list() }),
  }),
  route({
    permission: hold,
    method: 'POST',
    path: '/retention/holds',
    operationId: 'placeHold',
    summary: { zh: '设置法律保全', en: 'Place a legal hold' },
    audit: 'retention.hold-placed',
    body: NewHold,
    response: Hold,
    example: exampleHold,
    handle: async ({ body, actor }) => holds.must(await holds.place(body, actor)),
  }),
];

const releasing = ({ holds }: RetentionUses): Route[] => [
  route({
    permission: hold,
    method: 'POST',
    path: '/retention/holds/:id/release',
    operationId: 'askHoldRelease',
    summary: { zh: '申请解除法律保全', en: 'Ask for the release of a legal hold' },
    audit: 'retention.hold-release-asked',
    params: IdParams,
    body: Reason,
    response: Hold,
    example: exampleHold,
    handle: async ({ params, body, actor }) => {
      await holds.askRelease(params.id, body.reason, actor);
      return holds.must(params.id);
    },
  }),
  route({
    permission: approve,
    method: 'POST',
    path: '/retention/holds/:id/decision',
    operationId: 'decideHold',
    summary: { zh: '确认法律保全或批准、驳回解除', en: 'Confirm a hold, or agree to its release or refuse it' },
    audit: 'retention.hold-confirmed',
    params: IdParams,
    body: Decision,
    response: Hold,
    example: exampleHold,
    handle: async ({ params, body, actor }) => {
      await (body.approve ? holds.approve(params.id, actor) : holds.refuseRelease(params.id, actor));
      return holds.must(params.id);
    },
  }),
];

/** Legal holds. */
export const holdRoutes = (uses: RetentionUses): Route[] => [...placing(uses), ...releasing(uses)];
