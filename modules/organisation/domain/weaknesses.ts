import type { Appointment, Licence, Profile, Weakness } from '../contract.ts';
import { POSTS } from './posts.ts';

/** What the organisation looks like on a day. */
export interface OrganisationState {
  /** The day in China, `2026-11-28`. */
  readonly today: string;
  readonly profile: Pick<Profile, 'name'> | null;
  readonly appointments: readonly Pick<
    Appointment,
    'post' | 'isDeputy' | 'person' | 'validFrom' | 'validTo' | 'document'
  >[];
  readonly licences: readonly Pick<Licence, 'number' | 'kind' | 'services' | 'validFrom' | 'validTo'>[];
}

/** True when `today` lies in a term; the last day belongs to it. */
export const inForce = (
  term: { readonly validFrom: string; readonly validTo: string | null },
  today: string,
): boolean => term.validFrom <= today && (term.validTo === null || term.validTo >= today);

const ofPosts = ({ today, appointments }: OrganisationState): Weakness[] =>
  POSTS.flatMap(({ id, title, obligations }) => {
    const holders = appointments.filter((each) => each.post === id && inForce(each, today));
    const main = holders.find(({ isDeputy }) => !isDeputy);
    const say = (kind: string, zh: string, en: string): Weakness => ({
      key: `post:${id}:${kind}`,
      obligations: [...obligations],
      text: { zh: `${title.zh}：${zh}`, en: `${title.en}: ${en}` },
    });
    if (main === undefined) return [say('vacant', '岗位空缺', 'nobody is appointed')];
    return [
      ...(main.document === null
        ? [say('document', `${main.person} 缺少任命文件`, `no document appoints ${main.person}`)]
        : []),
      ...(holders.some(({ isDeputy }) => isDeputy) ? [] : [say('deputy', '没有副职', 'there is no deputy')]),
    ];
  });

const ofLicences = ({ today, licences }: OrganisationState): Weakness[] =>
  licences
    .filter((each) => !inForce(each, today) && each.services.length > 0)
    .map(({ number, validTo, services }) => ({
      key: `licence:${number}`,
      obligations: ['2.1-i'],
      text: {
        zh: `许可证 ${number} 不在有效期内（至 ${validTo}），涉及业务：${services.join('、')}`,
        en: `Licence ${number} is not in force (to ${validTo}); services: ${services.join(', ')}`,
      },
    }));

/** What is wrong today: vacant posts, posts without document or deputy, services under a licence that is not in force. */
export const weaknessesOf = (state: OrganisationState): Weakness[] => [
  ...(state.profile === null
    ? [
        {
          key: 'profile',
          obligations: ['1.1-b'],
          text: { zh: '尚未登记单位信息', en: 'The organisation is not registered yet' },
        },
      ]
    : []),
  ...ofPosts(state),
  ...ofLicences(state),
];
