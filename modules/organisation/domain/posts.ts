import type { Bilingual } from '@chedun/kernel';
import type { Post } from '../contract.ts';

interface PostDefinition {
  readonly id: Post;
  readonly title: Bilingual;
  /** Obligations of the notice that ask for it. */
  readonly obligations: readonly string[];
  /** Obligations whose page names its holder: everything that begins so. */
  readonly answersFor: readonly string[];
}

/** The posts that have to be filled. 3.1-f asks for a department and a person; 汽车数据规定 art. 13 names the contact for users. */
export const POSTS: readonly PostDefinition[] = [
  {
    id: 'security-officer',
    title: { zh: '网络安全负责人', en: 'Officer for network security' },
    obligations: ['1.1-b'],
    answersFor: ['1.', '2.', '4.'],
  },
  {
    id: 'data-officer',
    title: { zh: '数据安全负责人', en: 'Officer for data security' },
    obligations: ['3.1-f'],
    answersFor: ['3.'],
  },
  {
    id: 'user-rights-contact',
    title: { zh: '用户权益事务联系人', en: 'Contact for the rights of users' },
    obligations: ['3.1-f'],
    answersFor: ['3.1-e'],
  },
  {
    id: 'emergency-contact',
    title: { zh: '应急联系人', en: 'Contact for emergencies' },
    obligations: ['1.1-b'],
    answersFor: ['1.4-'],
  },
];

/** The post whose holder answers for an obligation: the one that names it most closely. */
export const postFor = (obligation: string): PostDefinition | undefined =>
  POSTS.flatMap((post) => post.answersFor.map((start) => ({ post, start })))
    .filter(({ start }) => obligation.startsWith(start))
    .toSorted((a, b) => b.start.length - a.start.length)[0]?.post;
