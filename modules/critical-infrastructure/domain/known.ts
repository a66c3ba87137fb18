import type { Bilingual } from '@chedun/kernel';
import type { Designation, Duty, DutyId, Vetting } from '../contract.ts';

/** What the duties are judged by, as records of the product say it today. */
export interface Known {
  /** A day of China. */
  readonly today: string;
  readonly designation: Pick<Designation, 'department' | 'departmentPhone' | 'policePhone' | 'designatedOn'> | null;
  readonly vettings: readonly Pick<Vetting, 'person' | 'role' | 'post' | 'result' | 'leftOn' | 'document'>[];
  /** Who holds the post of 网络安全负责人 today, deputies too. */
  readonly officers: readonly string[];
  /** Units of the filing with a level, and when each was last tested and assessed. */
  readonly units: readonly {
    readonly name: string;
    readonly evaluatedOn: string | null;
    readonly assessedOn: string | null;
  }[];
  /** Newest assessment of cryptography of each system. */
  readonly systems: readonly { readonly system: string; readonly isFailed: boolean; readonly isOverdue: boolean }[];
  /** Clocks of reports within one hour. */
  readonly reports: { readonly all: number; readonly overdue: number; readonly late: number };
  readonly suppliers: {
    readonly total: number;
    readonly withoutAgreement: number;
    readonly reviewOverdue: number;
    readonly unknown: number;
  };
  /** Light of 1.5-c, the three synchronisations. */
  readonly synchronised: string;
}

/** A year and the day on which it may be repeated. */
export const YEAR_DAYS = 366;

/** One duty: what it is, where it comes from, and what is wrong with it; nothing wrong is met. */
export interface DutyRule {
  readonly id: DutyId;
  readonly title: Bilingual;
  /** Standard and article. */
  readonly source: Bilingual;
  readonly page: string;
  readonly wrong: (known: Known) => readonly Bilingual[];
  /** What shows that it is met. */
  readonly shown: (known: Known) => Bilingual;
}

const joined = (texts: readonly Bilingual[]): Bilingual => ({
  zh: texts.map(({ zh }) => zh).join('；'),
  en: texts.map(({ en }) => en).join('; '),
});

/** Judges a duty. */
export const judge = ({ id, title, source, page, wrong, shown }: DutyRule, known: Known): Duty => {
  const found = wrong(known);
  return {
    id,
    title,
    source,
    page,
    standing: found.length === 0 ? 'met' : 'unmet',
    text: found.length === 0 ? shown(known) : joined(found),
  };
};
