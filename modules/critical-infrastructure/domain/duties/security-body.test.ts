import { describe, expect, it } from 'vitest';
import { orderly } from '../../testing/known.ts';
import { judge, type Known } from '../known.ts';
import { securityBody } from './security-body.ts';

const [head, keyPost] = orderly.vettings;
const text = (change: Partial<Known>): string => judge(securityBody, { ...orderly, ...change }).text.zh;

describe('the security body', () => {
  it('is met when head and key posts passed', () => {
    expect(judge(securityBody, orderly)).toMatchObject({ standing: 'met', text: { zh: '在岗并通过审查 2 人' } });
  });
  it('names officers without a passed check, deputies too', () => {
    expect(text({ officers: ['王芳', '李雷'] })).toBe('网络安全负责人 李雷 没有通过的安全背景审查记录');
    expect(text({ officers: [] })).toBe('网络安全负责人岗位空缺');
  });
  it('does not take the check of somebody who left, nor one of another kind', () => {
    const left = head === undefined ? [] : [{ ...head, leftOn: '2026-10-01' }];
    expect(text({ vettings: [...left, ...(keyPost === undefined ? [] : [keyPost])] })).toContain('王芳');
    const asKeyPost = head === undefined ? [] : [{ ...head, role: 'key-post' as const }];
    expect(text({ vettings: asKeyPost })).toContain('王芳');
  });
  it('asks for somebody in a key post, for documents, and that nobody refused stays', () => {
    expect(text({ vettings: head === undefined ? [] : [head] })).toBe('没有关键岗位人员的审查记录');
    const bare = orderly.vettings.map((each) => ({ ...each, document: null }));
    expect(text({ vettings: bare })).toBe('王芳 的审查记录缺少文件；陈刚 的审查记录缺少文件');
    const refused = orderly.vettings.map((each) =>
      each.role === 'head' ? each : { ...each, result: 'refused' as const },
    );
    expect(text({ vettings: refused })).toBe('陈刚（数据库管理员）未通过审查但仍在岗');
  });
});
