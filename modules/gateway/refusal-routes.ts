import { route, type Route } from '@chedun/http';
import { gatewayPermissions } from './contract.ts';
import { RefusalList } from './refusal-contract.ts';

/** Route of those who are kept out. */
export const refusalRoutes = (list: () => Promise<RefusalList>): Route[] => [
  route({
    method: 'GET',
    path: '/gateway/refusals',
    operationId: 'listRefusals',
    summary: { zh: '被阻断的来源与车辆', en: 'Sources and vehicles that are kept out' },
    permission: gatewayPermissions.read,
    audit: 'none',
    response: RefusalList,
    example: {
      items: [
        {
          kind: 'address',
          value: '198.51.100.7',
          reason: '处置预案：阻断地址',
          by: '王芳',
          since: '2026-11-28T01:00:00.000Z',
        },
      ],
    },
    handle: list,
  }),
];
