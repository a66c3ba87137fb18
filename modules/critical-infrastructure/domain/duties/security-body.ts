import type { Bilingual } from '@chedun/kernel';
import type { DutyRule, Known } from '../known.ts';

const inPost = ({ vettings }: Known) => vettings.filter(({ leftOn }) => leftOn === null);

const unvetted = (known: Known): readonly Bilingual[] => {
  const passed = new Set(
    inPost(known).flatMap(({ person, role, result }) => (role === 'head' && result === 'passed' ? [person] : [])),
  );
  return known.officers
    .filter((person) => !passed.has(person))
    .map((person) => ({
      zh: `网络安全负责人 ${person} 没有通过的安全背景审查记录`,
      en: `no passed background check of ${person}, officer for network security`,
    }));
};

/** A dedicated body whose head and key posts passed a background check. */
export const securityBody: DutyRule = {
  id: 'security-body',
  title: {
    zh: '设置专门安全管理机构，负责人和关键岗位人员经安全背景审查',
    en: 'A dedicated body; its head and key posts passed a background check',
  },
  source: {
    zh: '关键信息基础设施安全保护条例 第14、15条',
    en: 'Regulation on critical information infrastructure, art. 14, 15',
  },
  page: '/critical-infrastructure',
  wrong: (known) => [
    ...(known.officers.length === 0
      ? [{ zh: '网络安全负责人岗位空缺', en: 'nobody is appointed officer for network security' }]
      : unvetted(known)),
    ...(inPost(known).some(({ role }) => role === 'key-post')
      ? []
      : [{ zh: '没有关键岗位人员的审查记录', en: 'no check of anybody in a key post is recorded' }]),
    ...inPost(known)
      .filter(({ result }) => result === 'refused')
      .map(({ person, post }) => ({
        zh: `${person}（${post}）未通过审查但仍在岗`,
        en: `${person} (${post}) did not pass and still holds the post`,
      })),
    ...inPost(known)
      .filter(({ document }) => document === null)
      .map(({ person }) => ({ zh: `${person} 的审查记录缺少文件`, en: `the check of ${person} has no document` })),
  ],
  shown: (known) => ({
    zh: `在岗并通过审查 ${inPost(known).length} 人`,
    en: `${inPost(known).length} people in post, all checked`,
  }),
};
