import { z } from 'zod';

/** Permissions of the organisation. */
export const organisationPermissions = { read: 'organisation.read', write: 'organisation.write' } as const;

const Line = z.string().trim().min(1).max(200);
const Day = z.iso.date();
const Title = z.object({ zh: z.string(), en: z.string() });

/** Province-level divisions of mainland China, by the first two digits of GB/T 2260. */
export const PROVINCES = {
  '11': { zh: '北京', en: 'Beijing' },
  '12': { zh: '天津', en: 'Tianjin' },
  '13': { zh: '河北', en: 'Hebei' },
  '14': { zh: '山西', en: 'Shanxi' },
  '15': { zh: '内蒙古', en: 'Inner Mongolia' },
  '21': { zh: '辽宁', en: 'Liaoning' },
  '22': { zh: '吉林', en: 'Jilin' },
  '23': { zh: '黑龙江', en: 'Heilongjiang' },
  '31': { zh: '上海', en: 'Shanghai' },
  '32': { zh: '江苏', en: 'Jiangsu' },
  '33': { zh: '浙江', en: 'Zhejiang' },
  '34': { zh: '安徽', en: 'Anhui' },
  '35': { zh: '福建', en: 'Fujian' },
  '36': { zh: '江西', en: 'Jiangxi' },
  '37': { zh: '山东', en: 'Shandong' },
  '41': { zh: '河南', en: 'Henan' },
  '42': { zh: '湖北', en: 'Hubei' },
  '43': { zh: '湖南', en: 'Hunan' },
  '44': { zh: '广东', en: 'Guangdong' },
  '45': { zh: '广西', en: 'Guangxi' },
  '46': { zh: '海南', en: 'Hainan' },
  '50': { zh: '重庆', en: 'Chongqing' },
  '51': { zh: '四川', en: 'Sichuan' },
  '52': { zh: '贵州', en: 'Guizhou' },
  '53': { zh: '云南', en: 'Yunnan' },
  '54': { zh: '西藏', en: 'Tibet' },
  '61': { zh: '陕西', en: 'Shaanxi' },
  '62': { zh: '甘肃', en: 'Gansu' },
  '63': { zh: '青海', en: 'Qinghai' },
  '64': { zh: '宁夏', en: 'Ningxia' },
  '65': { zh: '新疆', en: 'Xinjiang' },
} as const;
export const Province = z.enum(Object.keys(PROVINCES) as [keyof typeof PROVINCES, ...(keyof typeof PROVINCES)[]]);
export type Province = z.infer<typeof Province>;

/** PUT /organisation: who is bound. */
export const ProfileInput = z.object({
  name: Line,
  /** 统一社会信用代码 (GB 32100-2015), 18 characters with its check character. */
  creditCode: z.string().trim().toUpperCase().length(18),
  /** Where the organisation is registered: decides to whom it reports. */
  province: Province,
  /** Named an operator of critical information infrastructure. */
  isCii: z.boolean(),
});
export type ProfileInput = z.infer<typeof ProfileInput>;
export const Profile = ProfileInput.extend({ updatedAt: z.iso.datetime() });
export type Profile = z.infer<typeof Profile>;

/** Posts 岗位 that have to be filled; which obligations each serves is in `domain/posts.ts`. */
export const Post = z.enum(['security-officer', 'data-officer', 'user-rights-contact', 'emergency-contact']);
export type Post = z.infer<typeof Post>;

export const AppointmentInput = z.object({
  post: Post,
  isDeputy: z.boolean().default(false),
  person: z.string().trim().min(1).max(100),
  /** Reached day and night. */
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 -]{5,24}$/),
  email: z.union([z.literal(''), z.email().max(200)]).default(''),
  validFrom: Day,
  /** Last day; null: until it is ended. */
  validTo: Day.nullable().default(null),
  document: z
    .object({ blob: z.string().regex(/^organisation\/documents\/[0-9a-f-]{36}$/), name: Line })
    .nullable()
    .default(null),
});
export type AppointmentInput = z.output<typeof AppointmentInput>;
export const Appointment = z.object({
  id: z.uuid(),
  post: Post,
  isDeputy: z.boolean(),
  person: z.string(),
  phone: z.string(),
  email: z.string(),
  validFrom: Day,
  validTo: Day.nullable(),
  document: z.object({ name: z.string(), bytes: z.number().int(), sm3: z.string() }).nullable(),
  /** Today lies in its term. */
  isInForce: z.boolean(),
});
export type Appointment = z.infer<typeof Appointment>;
export const EndAppointment = z.object({ validTo: Day });
export const AppointmentParams = z.object({ id: z.uuid() });

/** Business of 《电信业务分类目录》 that vehicles need. */
export const LicenceKind = z.enum(['B21', 'B25', 'other']);
export const LicenceInput = z.object({
  kind: LicenceKind,
  scope: z.string().trim().max(500).default(''),
  /** Provinces that it covers; empty: the whole country. */
  provinces: z.array(Province).max(31).default([]),
  /** Names of services in the register of assets. */
  services: z.array(Line).max(200).default([]),
  validFrom: Day,
  validTo: Day,
});
export type LicenceInput = z.output<typeof LicenceInput>;
export const Licence = LicenceInput.extend({ number: z.string(), isInForce: z.boolean() });
export type Licence = z.infer<typeof Licence>;
export const LicenceParams = z.object({ number: z.string().trim().min(1).max(60) });

/** What is wrong with the organisation today. */
export const Weakness = z.object({
  key: z.string(),
  obligations: z.array(z.string()),
  text: Title,
});
export type Weakness = z.infer<typeof Weakness>;

/** GET /organisation */
export const Organisation = z.object({
  profile: Profile.nullable(),
  appointments: z.array(Appointment).max(20_000),
  licences: z.array(Licence).max(2_000),
  weaknesses: z.array(Weakness),
});
export type Organisation = z.infer<typeof Organisation>;
export const Uploaded = z.object({ blob: z.string(), bytes: z.number().int(), sm3: z.string() });

/** POST /organisation/import?mode: a table of appointments. */
export const ImportQuery = z.object({ mode: z.enum(['preview', 'apply']).default('preview') });
export const ImportReport = z.object({
  applied: z.boolean(),
  rows: z.number().int(),
  taken: z.number().int(),
  /** Already there, word for word. */
  known: z.number().int(),
  /** Every row that was not taken, with its line (the header is 1), the column, and what is wrong. */
  refused: z.array(z.object({ row: z.number().int(), column: z.string(), value: z.string(), text: Title })),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** Questions that other modules may bring. */
export interface OrganisationAsks {
  readonly profile: () => Promise<Profile | null>;
  /** Names of those who hold a post today, deputies too. */
  readonly holdersOf: (post: Post) => Promise<readonly string[]>;
  /** Who answers for an obligation today: the holder of the post that serves it. */
  readonly responsibleFor: (obligation: string) => Promise<{
    readonly name: string;
    readonly post: { readonly zh: string; readonly en: string };
    readonly phone: string;
  } | null>;
}
