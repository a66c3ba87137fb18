import { AIDS, HERE, makeHierarchy, makeMessage } from './hierarchy.ts';
import type { HeaderValue } from '@chedun/v2x-security';
import { createJudge, type JudgeSetup } from './judge.ts';

/** What each message of the self-test has to be told as: a genuine one, then the attacks. */
export const EXPECTED = [
  'valid',
  'replayed',
  'signature-invalid',
  'too-old',
  'outside-region',
  'aid-not-permitted',
  'chain:issuer-unknown',
] as const;

/** 2026-01-01 in seconds since 2004; the test has a time of its own. */
const NOW = 694_224_000;
const MICRO = 1_000_000;
const PAYLOAD = 40;
const INSIDE = { ...HERE, elevation: 4096 };

/**
 * Plays one genuine message and six attacks to the verification, with companies and keys made for it, and answers what it
 * said. Right is {@link EXPECTED}.
 */
export const selfTest = async (
  settings: Pick<JudgeSetup, 'undecidedRegion' | 'profile'>,
): Promise<readonly string[]> => {
  const [own, strange] = [await makeHierarchy('own', NOW), await makeHierarchy('strange', NOW)];
  const [vehicle, stranger] = [await own.vehicle(), await strange.vehicle()];
  const [roots, authorities] = [[own.root.certificate.bytes], [own.authority.certificate.bytes]];
  const judge = createJudge({ ...settings, roots, authorities, policies: [], signers: 16 });
  let mark = 0;
  const header: HeaderValue = { aid: AIDS.vehicle, generationTime: NOW * MICRO, generationLocation: INSIDE };
  const message = (change: Partial<HeaderValue> = {}, signer = vehicle): Promise<Uint8Array> =>
    makeMessage(signer, { ...header, ...change }, 'certificate', new Uint8Array(PAYLOAD).fill((mark += 1)));
  const genuine = await message();
  const forged = await message();
  const region = { circular: { center: HERE, radius: 5000 } };
  const played = [
    genuine,
    genuine,
    forged.with(-1, (forged.at(-1) ?? 0) ^ 1),
    await message({ generationTime: (NOW - 60) * MICRO }),
    await message({ generationLocation: { ...INSIDE, latitude: 319_000_000 } }, await own.vehicle({ region })),
    await message({ aid: AIDS.road }),
    await message({}, stranger),
  ];
  return played.map((bytes) => judge.judge(bytes, NOW * MICRO, undefined).verdict);
};
