import { phrase } from '@chedun/kernel';

/**
 * Words that listeners of roadside units and the match of intelligence write into their records. They stand here because
 * those places write plain figures; a text is read by its form.
 */
export const RECORD_WORDS = {
  roadSign: phrase('{id} {rule}: {seen}, limit {limit}', '{id} {rule}：{seen}，上限 {limit}'),
  strangeUnit: phrase(
    '{from} is not among the {count} registered roadside units',
    '{from} 不在已登记的 {count} 个路侧单元之列',
  ),
  pseudonyms: phrase('{count} pseudonyms', '{count} 个假名'),
  domain: phrase('domain {value}', '域名 {value}'),
  network: phrase('network {value}', '网段 {value}'),
} as const;
