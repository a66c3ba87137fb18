import { route, type Route } from '@chedun/http';
import { ClassChange, ClassParams, RestoreTest, RetentionOverview, retentionPermissions } from '../contract.ts';
import * as examples from '../examples.ts';
import type { RetentionUses } from './uses.ts';

const { propose: PROPOSE } = retentionPermissions;

/** How long classes are kept, and the test that they can be read back. */
export const keepingRoutes = ({ screens, changeClass, restoreTest }: RetentionUses): Route[] => [
  route({
    permission: PROPOSE,
    method: 'PATCH',
    path: '/retention/classes/:id',
    operationId: 'changeRetentionClass',
    summary: { zh: '修改留存天数', en: 'Change how long a class is kept' },
    audit: 'retention.class-changed',
    params: ClassParams,
    body: ClassChange,
    response: RetentionOverview.pick({ classes: true }),
    example: { classes: [examples.exampleClass] },
    handle: async ({ params, body, actor }) => {
      await changeClass(params.id, body, actor);
      return { classes: (await screens.overview()).classes };
    },
  }),
  route({
    permission: PROPOSE,
    method: 'POST',
    path: '/retention/restore-tests',
    operationId: 'runRestoreTest',
    summary: { zh: '执行恢复测试', en: 'Restore a sample and compare it' },
    audit: 'retention.restore-tested',
    response: RestoreTest,
    example: examples.exampleTest,
    handle: ({ actor }) => restoreTest(actor),
  }),
];
