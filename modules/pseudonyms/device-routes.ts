import { route, type Route } from '@chedun/http';
import { DeviceAnswer, DeviceMessage, pseudonymsPermissions as may } from './contract.ts';
import type { PseudonymUses } from './uses.ts';

const EXAMPLE = { message: 'A4EC' };

/** Messages of devices: the body holds the management message as it is, and so does the answer. */
export const deviceRoutes = (uses: PseudonymUses): Route[] => [
  route({
    method: 'POST',
    path: '/pseudonyms/enrol',
    operationId: 'enrolV2xDevice',
    summary: { zh: '设备注册', en: 'Enrol a device' },
    permission: may.device,
    audit: 'pseudonyms.device-enrolled',
    rate: 'none',
    body: DeviceMessage,
    response: DeviceAnswer,
    example: EXAMPLE,
    handle: ({ body, actor }) => uses.device('enrol', body, actor),
  }),
  route({
    method: 'POST',
    path: '/pseudonyms/requests',
    operationId: 'requestPseudonyms',
    summary: { zh: '申请假名证书', en: 'Ask for pseudonyms' },
    permission: may.device,
    // The registration authority keeps the request; an audit line would join it with the account that carried it.
    audit: 'none',
    rate: 'none',
    body: DeviceMessage,
    response: DeviceAnswer,
    example: EXAMPLE,
    handle: ({ body, actor }) => uses.device('submit', body, actor),
  }),
  route({
    method: 'POST',
    path: '/pseudonyms/downloads',
    operationId: 'downloadPseudonyms',
    summary: { zh: '下载假名证书', en: 'Download the pseudonyms of a week' },
    permission: may.device,
    audit: 'none',
    rate: 'none',
    body: DeviceMessage,
    response: DeviceAnswer,
    example: EXAMPLE,
    handle: ({ body, actor }) => uses.device('download', body, actor),
  }),
];
