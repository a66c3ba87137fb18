import type { Bilingual, Json } from '@chedun/kernel';
import type { Block, FieldRow, Layout } from '@chedun/typesetting';
import type { DocumentTemplate, TemplateField } from '../template.ts';

/** The document around its data. `version` 0: a preview. */
export interface Head {
  readonly id: string;
  readonly version: number;
  readonly title: Bilingual;
  readonly issuer: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
}

type Data = Readonly<Record<string, Json>>;
type Lang = 'zh' | 'en';

const WORDS = {
  zh: {
    open: '（未填写）',
    yes: '是',
    no: '否',
    number: '文书编号',
    version: (version: number) => (version === 0 ? '预览，未签发' : `第 ${version} 版`),
    recipient: '收文单位',
    basis: '依据',
    unverified: '（未逐字核实）',
    machine: '本文书由系统记录生成，以签名包中的清单与签名为准；是否送达以收文单位的回执为准。',
  },
  en: {
    open: '(not filled in)',
    yes: 'yes',
    no: 'no',
    number: 'Document',
    version: (version: number) => (version === 0 ? 'preview, not issued' : `version ${version}`),
    recipient: 'Recipient',
    basis: 'Basis',
    unverified: ' (wording not verified)',
    machine:
      'Made from records. What counts is the manifest and signature of its package; only a receipt of the recipient tells that it arrived.',
  },
} as const;

const SHANGHAI = 8 * 3_600_000;

/** A moment as a clock in Shanghai shows it. */
const momentOf = (at: number): string =>
  new Date(at + SHANGHAI).toISOString().slice(0, 16).replace('T', ' ').concat(' (UTC+8)');

const dayText = (at: number, lang: Lang): string => {
  const day = new Date(at + SHANGHAI).toISOString().slice(0, 10);
  const [year, month, date] = day.split('-').map(Number);
  return lang === 'zh' ? `${year} 年 ${month} 月 ${date} 日` : day;
};

const isRow = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (field: TemplateField, value: Json | undefined, lang: Lang): string => {
  const words = WORDS[lang];
  if (value === undefined || value === null || value === '') return words.open;
  if (field.type === 'flag') return value === true ? words.yes : words.no;
  if (field.type === 'time') return momentOf(Date.parse(String(value)));
  if (field.type !== 'choice') return String(value);
  const choice = field.choices.find((each) => each.value === value);
  return choice === undefined ? String(value) : choice.label[lang];
};

const tableOf = (field: Extract<TemplateField, { type: 'table' }>, value: Json | undefined, lang: Lang): Block => {
  const rows = Array.isArray(value) ? value.filter(isRow) : [];
  const columns = field.columns.map(({ label, weight }) => ({ label: label[lang], weight }));
  const cells = rows.map((row) => field.columns.map(({ name }) => String(row[name] ?? '')));
  const empty = field.columns.map((_, at) => (at === 0 ? WORDS[lang].open : ''));
  const mark = field.unverified ? WORDS[lang].unverified : '';
  return { kind: 'table', label: `${field.label[lang]}${mark}`, columns, rows: cells.length === 0 ? [empty] : cells };
};

const sectionBlocks = (fields: readonly TemplateField[], data: Data, lang: Lang): readonly Block[] => {
  const blocks: Block[] = [];
  let rows: FieldRow[] = [];
  const close = (): void => {
    if (rows.length > 0) blocks.push({ kind: 'fields', rows });
    rows = [];
  };
  for (const field of fields) {
    if (field.type === 'table') {
      close();
      blocks.push(tableOf(field, data[field.name], lang));
    } else {
      const value = shown(field, data[field.name], lang);
      rows.push({ label: field.label[lang], value, isUnverified: field.unverified });
    }
  }
  close();
  return blocks;
};

const NUMBERS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const numbered = (title: string, at: number, lang: Lang): string =>
  lang === 'zh' ? `${NUMBERS[at] ?? at + 1}、${title}` : `${at + 1}. ${title}`;

/** How a document looks: pure, so that the same data gives the same bytes. */
export const layOut = (template: DocumentTemplate, data: Data, head: Head, lang: Lang): Layout => {
  const words = WORDS[lang];
  const mark = template.basisStatus === 'unverified' ? words.unverified : '';
  const place = `${words.number} ${head.id} · ${words.version(head.version)}`;
  const note = template.note[lang] === '' ? [] : [{ kind: 'note', text: template.note[lang] } as const];
  const sections = template.sections.flatMap(({ title, fields }, at): readonly Block[] => [
    { kind: 'heading', text: numbered(title[lang], at, lang) },
    ...sectionBlocks(fields, data, lang),
  ]);
  return {
    lang,
    title: template.title[lang],
    subtitles: [
      head.title[lang],
      place,
      `${words.recipient} ${template.recipient[lang]}`,
      `${words.basis} ${template.basis[lang]}${mark}`,
    ],
    author: head.issuer,
    foot: place,
    blocks: [
      ...note,
      ...sections,
      { kind: 'note', text: words.machine },
      { kind: 'signatures', lines: [head.issuer, dayText(head.issuedAt, lang)] },
    ],
  };
};
