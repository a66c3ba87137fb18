import type { NoticeKind, Texts, WarningLevel, WarningSummary } from '../contract.ts';

/** A message as it is sent, the same on every channel. */
export interface Message {
  readonly id: string;
  readonly notice: NoticeKind;
  readonly level: WarningLevel | null;
  readonly subject: string;
  /** Lines of `name: value`. */
  readonly lines: readonly string[];
  /** What machines read; the body of webhooks. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** What messages say about a warning. */
export interface Told extends Pick<
  WarningSummary,
  'id' | 'number' | 'level' | 'pending' | 'status' | 'scope' | 'title'
> {
  readonly impact: Texts;
  readonly measures: readonly Texts[];
  readonly issuer: string;
  readonly telephone: string;
  readonly issuedAt: string | null;
  readonly timeLimit: string | null;
}

const LEVELS: Readonly<Record<WarningLevel, Texts>> = {
  blue: { zh: '蓝色', en: 'Blue' },
  yellow: { zh: '黄色', en: 'Yellow' },
  orange: { zh: '橙色', en: 'Orange' },
  red: { zh: '红色', en: 'Red' },
};

const NOTICES: Readonly<Record<NoticeKind, Texts>> = {
  proposed: { zh: '预警待确认', en: 'Warning waits for confirmation' },
  issued: { zh: '预警发布', en: 'Warning issued' },
  changed: { zh: '预警调整', en: 'Warning changed' },
  lifted: { zh: '预警解除', en: 'Warning lifted' },
  escalated: { zh: '预警未确认，升级通知', en: 'Warning not acknowledged, escalated' },
  test: { zh: '通道测试', en: 'Test of the channel' },
};

const SCOPES: Readonly<Record<WarningSummary['scope']['kind'], Texts>> = {
  fleet: { zh: '车队', en: 'Fleet' },
  vehicle: { zh: '车辆', en: 'Vehicle' },
  account: { zh: '账号', en: 'Account' },
  host: { zh: '主机', en: 'Host' },
  service: { zh: '服务', en: 'Service' },
  platform: { zh: '平台', en: 'Platform' },
  source: { zh: '接入源', en: 'Source' },
};

type Language = 'zh' | 'en';

const local = (at: string, language: Language): string =>
  `${new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')} ${language === 'zh' ? '北京时间' : 'UTC+8'}`;

/** Name of a level in a language. */
const levelName = (level: WarningLevel, language: Language): string => LEVELS[level][language];

/** What a scope is called. */
export const scopeName = ({ kind, id }: WarningSummary['scope'], language: Language): string =>
  kind === 'fleet' ? SCOPES.fleet[language] : `${SCOPES[kind][language]} ${id}`;

const linesOf = (told: Told, language: Language): string[] => {
  const zh = language === 'zh';
  const line = (nameZh: string, nameEn: string, value: string): string[] =>
    value === '' ? [] : [zh ? `${nameZh}：${value}` : `${nameEn}: ${value}`];
  const pending =
    told.pending === 'lift'
      ? zh
        ? '解除'
        : 'lifting'
      : told.pending === null
        ? ''
        : levelName(told.pending, language);
  return [
    ...line('编号', 'Number', told.number),
    ...line('级别', 'Level', levelName(told.level, language)),
    ...line('待确认', 'Waits for confirmation', pending),
    ...line('对象', 'Scope', scopeName(told.scope, language)),
    ...line('起始时间', 'Since', told.issuedAt === null ? '' : local(told.issuedAt, language)),
    ...line('影响', 'Impact', told.impact[language]),
    ...line('措施', 'Measures', told.measures.map((each) => each[language]).join(zh ? '；' : '; ')),
    ...line('时限', 'Time limit', told.timeLimit === null ? '' : local(told.timeLimit, language)),
    ...line('发布', 'Issuer', told.issuer),
    ...line('电话', 'Telephone', told.telephone),
  ];
};

/** The message about a warning. `id` is the id of its delivery: receivers recognise repetitions by it. */
export const messageOf = (id: string, notice: NoticeKind, told: Told, language: Language): Message => ({
  id,
  notice,
  level: told.level,
  subject: `[${levelName(told.level, language)}] ${NOTICES[notice][language]} ${told.number} ${told.title[language]}`,
  lines: linesOf(told, language),
  document: {
    delivery: id,
    notice,
    warning: {
      id: told.id,
      number: told.number,
      level: told.level,
      pending: told.pending,
      status: told.status,
      scope: told.scope,
      title: told.title,
      impact: told.impact,
      measures: told.measures,
      issuedAt: told.issuedAt,
      timeLimit: told.timeLimit,
    },
  },
});

/** The message of the test button. */
export const testMessage = (id: string, name: string, language: Language): Message => ({
  id,
  notice: 'test',
  level: null,
  subject: language === 'zh' ? `车盾通道测试：${name}` : `CheDun test of the channel ${name}`,
  lines: [
    language === 'zh'
      ? '收到此消息说明通道可用，无需处理。'
      : 'This message shows that the channel works. Nothing is to be done.',
  ],
  document: { delivery: id, notice: 'test' },
});
