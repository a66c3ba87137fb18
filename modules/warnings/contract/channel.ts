import { z } from 'zod';
import { Iso, WarningLevel } from './common.ts';
import { NoticeKind } from './warning.ts';

export const ChannelKind = z.enum(['email', 'webhook', 'dingtalk', 'wecom', 'feishu', 'syslog']);
export type ChannelKind = z.infer<typeof ChannelKind>;

const host = z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/);
const port = z.number().int().min(1).max(65_535);
const address = z
  .string()
  .max(254)
  .regex(/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/);
/** PEM of the authorities that vouch for the other side; empty = the public ones. */
const ca = z.string().max(20_000).default('');

/** Where a channel goes, without anything secret. */
export const ChannelTarget = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('email'),
    host,
    port,
    security: z.enum(['tls', 'starttls', 'none']),
    from: address,
    to: z.array(address).min(1).max(50),
    username: z.string().max(256).default(''),
    ca,
  }),
  z.strictObject({ kind: z.literal('webhook'), ca }),
  z.strictObject({ kind: z.literal('dingtalk') }),
  z.strictObject({ kind: z.literal('wecom') }),
  z.strictObject({ kind: z.literal('feishu') }),
  z.strictObject({
    kind: z.literal('syslog'),
    host,
    port,
    transport: z.enum(['udp', 'tcp', 'tls']),
    ca,
  }),
]);
export type ChannelTarget = z.infer<typeof ChannelTarget>;

/** Secret parts; they go in and never come out. URLs of robots hold a token, so a whole URL is secret. */
export const ChannelSecrets = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
  /** Signing secret of webhook, DingTalk and Feishu. */
  secret: z.string().min(1).max(512).optional(),
  password: z.string().min(1).max(512).optional(),
});
export type ChannelSecrets = z.infer<typeof ChannelSecrets>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** No messages between two times of the day in Asia/Shanghai, except for these levels. */
export const QuietHours = z.strictObject({ from: clock, to: clock, except: z.array(WarningLevel) });

const settings = {
  name: z.string().min(1).max(100),
  enabled: z.boolean(),
  language: z.enum(['zh', 'en']),
  levels: z.array(WarningLevel).min(1),
  notices: z.array(NoticeKind.exclude(['test'])).min(1),
  /** 0 = at once; n = after n times the time of the policy without an acknowledgement. */
  step: z.number().int().min(0).max(5),
  quiet: QuietHours.nullable(),
};
/** Also the body of PUT /warnings/channels/:id: secrets that are left out stay as they are. */
export const NewChannel = z.strictObject({ ...settings, target: ChannelTarget, secrets: ChannelSecrets });
export type NewChannel = z.infer<typeof NewChannel>;
export const Channel = z.object({
  id: z.uuid(),
  ...settings,
  target: ChannelTarget,
  /** Scheme and host of the URL, without path and token; null for channels without one. */
  endpoint: z.string().nullable(),
  /** Which secrets are kept. */
  kept: z.array(z.enum(['url', 'secret', 'password'])),
  lastSent: Iso.nullable(),
  lastError: z.string().nullable(),
  dead: z.number().int(),
});
export type Channel = z.infer<typeof Channel>;
export const ChannelList = z.object({ items: z.array(Channel) });
export const ChannelParams = z.object({ id: z.uuid() });
export const ChannelRemoved = z.object({ removed: z.boolean() });

/** `held`: waits for the end of the quiet hours · `dead`: every attempt failed. */
export const DeliveryStatus = z.enum(['waiting', 'held', 'sent', 'failed', 'dead']);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const Delivery = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  channelName: z.string(),
  channelKind: ChannelKind,
  warningId: z.uuid().nullable(),
  warningNumber: z.string().nullable(),
  notice: NoticeKind,
  status: DeliveryStatus,
  attempts: z.number().int(),
  createdAt: Iso,
  nextAt: Iso.nullable(),
  sentAt: Iso.nullable(),
  /** What the other side answered. */
  receipt: z.string().nullable(),
  /** Code of the catalogue. */
  error: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;
/** GET /warnings/deliveries: newest first. */
export const DeliveryFilter = z.object({
  warning: z.uuid().optional(),
  channel: z.uuid().optional(),
  status: DeliveryStatus.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const DeliveryList = z.object({ items: z.array(Delivery) });
export const DeliveryParams = z.object({ id: z.uuid() });
