import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const TEXT = `title: Horn
id: 5f1c8b86-8f0e-4c55-9f0a-3f5e8b2d7b01
name: cli_horn
status: test
description: d
author: a
date: 2026-11-27
logsource:
  category: remote_control
detection:
  selection:
    command: horn_cli
  condition: selection
level: low
---
title: Many Horns
id: 5f1c8b86-8f0e-4c55-9f0a-3f5e8b2d7b02
status: test
description: d
author: a
date: 2026-11-27
correlation:
  type: event_count
  rules:
    - cli_horn
  group-by:
    - account
  timespan: 1m
  condition:
    gte: 3
level: high
`;

const horn = (second: number): string =>
  JSON.stringify({
    ts: `2026-11-27T01:00:${String(second).padStart(2, '0')}Z`,
    type: 'remote_control',
    vin: 'LSVAA4182E2100017',
    account: 'u-1',
    command: 'horn_cli',
    result: 'success',
  });

/** `chedun correlations …` on a real server. */
export const correlationsSuite = (world: () => World): void => {
  describe('chedun correlations', () => {
    const file = (text = TEXT) => world().folder.file('horns.yml', text);

    it('lists our own with their state', async () => {
      await expect
        .poll(async () => (await world().run(['correlations', 'list', '--json'])).json()[0]?.['total'], {
          timeout: 20_000,
        })
        .toBeGreaterThan(25);
      const run = await world().run(['correlations', 'list', '--search', '撞库', '--lang', 'zh']);
      expect(run).toMatchObject({ code: 0, err: '' });
      expect(run.out).toMatch(/同一地址撞库/);
    });

    it('lints files and folders, and names the line of what is wrong', async () => {
      const good = await world().run(['correlations', 'lint', await file(), '--json']);
      expect(good.json()).toEqual([expect.objectContaining({ correlations: 1, filters: 0, errors: 0 })]);
      const wrong = await world().run(['correlations', 'lint', await file(TEXT.replace('1m', '0m')), '--lang', 'zh']);
      expect(wrong.code).toBe(1);
      expect(wrong.out).toMatch(/horns\.yml:\d+ error: .*\p{Script=Han}/u);
      const circle = TEXT.replace('- cli_horn', '- 5f1c8b86-8f0e-4c55-9f0a-3f5e8b2d7b02');
      expect((await world().run(['correlations', 'lint', await file(circle)])).code).toBe(1);
      const apart = await world().run(['correlations', 'lint', await file(TEXT.split('---\n')[1]), '--json']);
      expect(apart.code).toBe(0);
      expect(apart.json()[0]?.['problems']).toContainEqual(
        expect.objectContaining({ severity: 'warning', code: 'reference-unknown' }),
      );
    });

    it('tries one on given events and says when it fires', async () => {
      const events = await world().folder.file('horns.json', [horn(1), horn(20), horn(40)].join('\n'));
      const run = await world().run(['correlations', 'test', await file(), '--events', events, '--lang', 'en']);
      expect(run).toMatchObject({ code: 0, err: '' });
      expect(run.out).toContain('2026-11-27T01:00:40.000Z account=u-1 3');
      expect(run.out).toContain('3 events tested, 3 hits, 1 firings');
      const broken = await world().run(['correlations', 'test', await file(TEXT.replace('gte', 'most')), '--json']);
      expect(broken.code).toBe(1);
      expect(broken.json()).toEqual([expect.objectContaining({ loads: false })]);
    });
  });
};
