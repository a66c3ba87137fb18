import { describe, expect, it } from 'vitest';
import { auditTitles, RouteDescriptions } from './auditTitles.ts';

const route = (action: string, zh: string, en: string) => ({
  operationId: en,
  summary: en,
  description: zh,
  'x-audit': action,
});

describe('actions of the audit log', () => {
  it('are called as the route that does them', () => {
    const document = RouteDescriptions.parse({
      openapi: '3.1.0',
      paths: {
        '/api/a': { get: route('none', '列表', 'List'), post: route('a.made', '新建', 'Make') },
        '/api/a/:id': { put: route('a.changed', '修改', 'Change') },
        '/api/b': { post: route('a.changed', '导入', 'Import') },
      },
    });
    expect([...auditTitles(document)]).toEqual([
      ['a.made', { zh: '新建', en: 'Make' }],
      ['a.changed', { zh: '修改', en: 'Change' }],
    ]);
  });
});
