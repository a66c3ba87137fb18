import { route, type Route } from '@chedun/http';
import type { Bilingual } from '@chedun/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import {
  CanDialoguePage,
  CanDialogueQuery,
  CanFramePage,
  CanFrameQuery,
  CanIdPage,
  CanIdQuery,
  CanRate,
  CaptureFindingPage,
  CaptureFindingQuery,
  CaptureParams,
  capturesPermissions,
  FlowPage,
  FlowQuery,
  HostSeenPage,
  HostSeenQuery,
  IdsEventPage,
  IdsEventQuery,
  MqttPage,
  MqttQuery,
  NamePage,
  NameQuery,
  V2xScene,
  V2xSceneQuery,
  V2xSenderPage,
  V2xSenderQuery,
  V2xVerdictPage,
  V2xVerdictQuery,
} from '../contract.ts';
import { emptyPage } from '../examples.ts';
import { isText, type ResultItem, type SortField } from '../read-model.ts';
import type { CapturesUses } from '../uses.ts';
import type { Section } from '../worker/protocol.ts';

const read = { permission: capturesPermissions.read, audit: 'none', params: CaptureParams } as const;

interface Listed {
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly sort: string;
}

interface ListDeclared<Q extends z.ZodType<Listed>, R extends z.ZodType> {
  readonly path: string;
  readonly operationId: string;
  readonly summary: Bilingual;
  readonly section: Section;
  readonly query: Q;
  readonly response: R;
  /** Sort names that are not a text field of the same name. */
  readonly sorts: Readonly<Record<string, SortField['as'] | SortField>>;
  readonly where?: (query: z.output<Q>) => readonly (RawBuilder<boolean> | undefined)[];
  /** Adds what is known only when it is read. */
  readonly complete?: (id: string, items: readonly ResultItem[]) => Promise<readonly ResultItem[]>;
}

const sortOf = (name: string, sorts: ListDeclared<z.ZodType<Listed>, z.ZodType>['sorts']): SortField => {
  const found = sorts[name] ?? 'text';
  return typeof found === 'string' ? { field: name, as: found } : found;
};

const text = (field: string, value: string | undefined) => (value === undefined ? undefined : isText(field, value));
const truth = (field: string, value: boolean | undefined) =>
  text(field, value === undefined ? undefined : String(value));
const positive = (field: string, wanted: boolean | undefined): RawBuilder<boolean> | undefined => {
  if (wanted === undefined) return undefined;
  return sql<boolean>`((body ->> ${field})::double precision > 0) = ${wanted}`;
};

/** A route that pages through one kind of result rows. */
const list = <Q extends z.ZodType<Listed>, R extends z.ZodType>(
  uses: CapturesUses,
  declared: ListDeclared<Q, R>,
): Route => {
  const { path, operationId, summary, section, query: schema, response, sorts, where, complete } = declared;
  return route<typeof CaptureParams, Q, undefined, R>({
    ...read,
    method: 'GET',
    path,
    operationId,
    summary,
    query: schema,
    response,
    example: emptyPage as z.input<R>,
    handle: async ({ params, query }) => {
      const asked = query as z.output<Q>;
      const { q, cursor, limit, order, sort } = asked;
      const conditions = (where?.(asked) ?? []).filter((each) => each !== undefined);
      const about = { section, q, cursor, limit, order, sort: sortOf(sort, sorts), where: conditions };
      const page = await uses.reads.rows(params.id, about);
      const items = complete === undefined ? page.items : await complete(params.id, page.items);
      return { ...page, items } as z.input<R>;
    },
  });
};

const pcapLists = (uses: CapturesUses): Route[] => [
  list(uses, {
    path: '/captures/:id/flows',
    operationId: 'listCaptureFlows',
    summary: { zh: '抓包中的会话流', en: 'Flows of a capture' },
    section: 'flows',
    query: FlowQuery,
    response: FlowPage,
    sorts: { bytes: 'number', seconds: 'number', dstPort: 'number' },
    where: ({ protocol, host, port }) => [
      text('protocol', protocol),
      host === undefined ? undefined : sql<boolean>`${host} in (body ->> 'srcIp', body ->> 'dstIp')`,
      port === undefined ? undefined : sql<boolean>`${String(port)} in (body ->> 'srcPort', body ->> 'dstPort')`,
    ],
  }),
  list(uses, {
    path: '/captures/:id/hosts',
    operationId: 'listCaptureHosts',
    summary: { zh: '抓包中的主机', en: 'Hosts of a capture' },
    section: 'hosts',
    query: HostSeenQuery,
    response: HostSeenPage,
    sorts: { bytes: 'number', flows: 'number' },
    where: ({ local }) => [truth('local', local)],
    complete: (_, items) => uses.withAssets(items),
  }),
  list(uses, {
    path: '/captures/:id/names',
    operationId: 'listCaptureNames',
    summary: { zh: '抓包中的域名与服务器名', en: 'Names in a capture' },
    section: 'names',
    query: NameQuery,
    response: NamePage,
    sorts: { count: 'number' },
    where: ({ via }) => [text('via', via)],
  }),
  list(uses, {
    path: '/captures/:id/mqtt',
    operationId: 'listCaptureMqtt',
    summary: { zh: '抓包中的 MQTT 消息', en: 'MQTT in a capture' },
    section: 'mqtt',
    query: MqttQuery,
    response: MqttPage,
    sorts: { count: 'number' },
    where: ({ action }) => [text('action', action)],
  }),
];

const commonLists = (uses: CapturesUses): Route[] => [
  list(uses, {
    path: '/captures/:id/findings',
    operationId: 'listCaptureFindings',
    summary: { zh: '分析发现', en: 'Findings of a capture' },
    section: 'findings',
    query: CaptureFindingQuery,
    response: CaptureFindingPage,
    sorts: { first: { field: 'firstS', as: 'number' }, count: 'number', level: 'level' },
    where: ({ signal }) => [text('signal', signal)],
  }),
  list(uses, {
    path: '/captures/:id/ids-events',
    operationId: 'listCaptureIdsEvents',
    summary: { zh: 'ECU 安全事件', en: 'Security events of ECUs' },
    section: 'ids-events',
    query: IdsEventQuery,
    response: IdsEventPage,
    sorts: { events: 'number', eventId: 'number', idsm: 'number' },
  }),
];

const canLists = (uses: CapturesUses): Route[] => [
  list(uses, {
    path: '/captures/:id/can/ids',
    operationId: 'listCanIds',
    summary: { zh: 'CAN 标识符统计', en: 'Identifiers of a CAN log' },
    section: 'can-ids',
    query: CanIdQuery,
    response: CanIdPage,
    sorts: {
      id: 'number',
      count: 'number',
      periodMs: 'number',
      jitterMs: 'number',
      entropy: 'number',
      suspicious: 'number',
    },
    where: ({ channel, suspicious }) => [text('channel', channel), positive('suspicious', suspicious)],
    complete: (id, items) => uses.withMessages(id, items),
  }),
  list(uses, {
    path: '/captures/:id/can/dialogues',
    operationId: 'listCanDialogues',
    summary: { zh: '诊断与传输协议会话', en: 'Dialogues of a CAN log' },
    section: 'dialogues',
    query: CanDialogueQuery,
    response: CanDialoguePage,
    sorts: { time: { field: 'timeS', as: 'number' } },
    where: ({ kind }) => [text('kind', kind)],
  }),
  route({
    ...read,
    method: 'GET',
    path: '/captures/:id/can/rate',
    operationId: 'getCanRate',
    summary: { zh: 'CAN 报文速率', en: 'Frames over time' },
    response: CanRate,
    example: { stepS: 0.1, points: [{ atS: 0, frames: 220, errors: 0, suspicious: 0 }] },
    handle: ({ params }) => uses.rate(params.id),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/captures/:id/can/frames',
    operationId: 'listCanFrames',
    summary: { zh: 'CAN 报文窗口', en: 'Frames in a window' },
    query: CanFrameQuery,
    response: CanFramePage,
    example: { items: [], next: null },
    handle: ({ params, query }) => uses.frames(params.id, query),
  }),
];

const v2xLists = (uses: CapturesUses): Route[] => [
  list(uses, {
    path: '/captures/:id/v2x/senders',
    operationId: 'listV2xSenders',
    summary: { zh: 'V2X 发送方', en: 'Senders of a V2X log' },
    section: 'senders',
    query: V2xSenderQuery,
    response: V2xSenderPage,
    sorts: { suspicion: 'number', messages: 'number' },
    where: ({ misbehaving }) => [positive('misbehaving', misbehaving)],
  }),
  list(uses, {
    path: '/captures/:id/v2x/verdicts',
    operationId: 'listV2xVerdicts',
    summary: { zh: 'V2X 异常行为判定', en: 'Verdicts on V2X messages' },
    section: 'verdicts',
    query: V2xVerdictQuery,
    response: V2xVerdictPage,
    sorts: { suspicion: 'number' },
    where: ({ sender, rule }) => [text('sender', sender), text('rule', rule)],
  }),
  route({
    ...read,
    method: 'GET',
    path: '/captures/:id/v2x/scene',
    operationId: 'getV2xScene',
    summary: { zh: 'V2X 场景回放', en: 'Positions for the replay of a scene' },
    query: V2xSceneQuery,
    response: V2xScene,
    example: { points: [], next: null },
    handle: ({ params, query }) => uses.scene(params.id, query),
  }),
];

/** Routes of results. */
export const resultRoutes = (uses: CapturesUses): Route[] => [
  ...pcapLists(uses),
  ...commonLists(uses),
  ...canLists(uses),
  ...v2xLists(uses),
];
