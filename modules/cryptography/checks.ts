import type { KeyProtection } from '@chedun/keys';
import type { Bilingual } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import type { Endpoint, Inventory } from './contract.ts';

interface Needs {
  readonly endpoints: () => Promise<readonly Endpoint[]>;
  readonly inventory: () => Promise<Inventory>;
  readonly protection: () => KeyProtection;
  readonly now: () => number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The nightly probe and a day more. */
const FRESH_HOURS = 48;
const FAILING = new Set(['high', 'critical']);
/** Whom the notice calls vehicle-facing: what vehicles, updates and roadside units connect to. */
const FACING = new Set(['vehicle', 'ota', 'roadside']);

const isFresh = ({ probe }: Endpoint, now: number): boolean =>
  probe !== null && now - Date.parse(probe.at) <= FRESH_HOURS * HOUR;

/**
 * Whether an endpoint is proven to refuse wrong clients: over each of TLS and TLCP that it accepts, every test came to an
 * end. What no client of ours speaks (RFC 8998 alone, other suites of TLCP) stays unproven.
 */
const isTested = ({ probe }: Endpoint): boolean => {
  const { accepted = [], negative = [] } = probe?.result ?? {};
  const families = new Set(accepted.map(({ protocol }) => (protocol === 'tlcp' ? 'tlcp' : 'tls')));
  // Probes before TLCP was tested do not say over what they were made.
  const tested = new Set(negative.map(({ over }) => over ?? 'tls'));
  return (
    negative.length > 0 &&
    negative.every(({ outcome }) => outcome !== 'unclear') &&
    [...families].every((family) => tested.has(family))
  );
};

const countOf = (
  all: readonly Endpoint[],
  holds: (result: NonNullable<Endpoint['probe']>['result']) => boolean,
): number => all.filter(({ probe }) => probe !== null && holds(probe.result)).length;

const endpointsProbed = async ({ endpoints, now }: Needs): Promise<CheckResult> => {
  const all = (await endpoints()).filter(({ kind }) => FACING.has(kind));
  const fresh = all.filter((endpoint) => isFresh(endpoint, now()));
  const reached = fresh.filter(({ probe }) => probe?.result.reachable === true);
  const weak = countOf(reached, ({ weaknesses }) => weaknesses.some(({ severity }) => FAILING.has(severity)));
  const negative = reached.flatMap(({ probe }) => probe?.result.negative ?? []);
  const accepted = negative.filter(({ outcome }) => outcome === 'accepted').length;
  const unclear = negative.filter(({ outcome }) => outcome === 'unclear').length;
  // Where clients must show a certificate, only tests that came to an end prove that others are refused.
  const untested = reached.filter((endpoint) => endpoint.mutual && !isTested(endpoint)).length;
  const within = (days: number): number =>
    countOf(reached, ({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) - now() < days * DAY);
  const facts = {
    declared: all.length,
    probed: fresh.length,
    reached: reached.length,
    weak,
    mutual: all.filter(({ mutual }) => mutual).length,
    negativeTests: negative.length,
    negativeAccepted: accepted,
    negativeUnclear: unclear,
    negativeUntested: untested,
    expiring30: within(30),
    expiring7: within(7),
    expiring1: within(1),
  };
  const bad = weak > 0 || accepted > 0 || reached.length < all.length;
  return {
    outcome: bad ? 'fail' : all.length === 0 || untested > 0 ? 'unknown' : 'pass',
    summary: {
      zh:
        all.length === 0
          ? '尚未登记面向车辆的端点'
          : `面向车辆的端点 ${all.length} 个，48 小时内探测 ${fresh.length} 个，可达 ${reached.length} 个；存在高危弱点 ${weak} 个；反向测试 ${negative.length} 项，误放行 ${accepted} 项，未能测试的端点 ${untested} 个`,
      en:
        all.length === 0
          ? 'No vehicle-facing endpoint is declared'
          : `${all.length} vehicle-facing endpoints, ${fresh.length} probed within 48 hours, ${reached.length} reached; ${weak} with serious weaknesses; ${negative.length} negative tests, ${accepted} let in what they must refuse, ${untested} endpoints could not be tested`,
    },
    facts,
  };
};

/** Who holds the keys of the platform; whether a device is certified is a statement of its operator. */
const guardText = ({ provider, certificate }: KeyProtection): Bilingual => {
  if (provider === 'file')
    return { zh: '平台密钥为软件密钥，不是经认证的商用密码产品', en: 'they are in software, no certified product' };
  const kind = provider === 'sdf' ? 'GM/T 0018' : 'PKCS#11';
  return certificate === undefined
    ? {
        zh: `平台密钥由 ${kind} 设备保护，未填写认证证书编号`,
        en: `a ${kind} device without a stated certificate guards them`,
      }
    : {
        zh: `平台密钥由 ${kind} 设备保护，自述认证证书 ${certificate}`,
        en: `a ${kind} device with the stated certificate ${certificate} guards them`,
      };
};

const inventoryKept = async ({ inventory, endpoints, protection }: Needs): Promise<CheckResult> => {
  const [{ uses, keys, products, algorithms }, channels] = await Promise.all([inventory(), endpoints()]);
  const probed = countOf(channels, ({ accepted }) => accepted.length > 0);
  const weakAlgorithms = algorithms.filter(({ weak }) => weak).length;
  const weakUses = uses.filter(({ weak }) => weak !== null).length;
  const rotationDue = uses.filter((use) => use.rotationDue).length;
  const expired = products.filter(({ daysLeft }) => daysLeft < 0).length;
  const smChannels = countOf(channels, ({ sm }) => sm);
  const guard = protection();
  const guarded = guardText(guard);
  const bad = weakAlgorithms > 0 || expired > 0 || rotationDue > 0;
  const empty = probed === 0 && uses.length === 0;
  return {
    outcome: empty ? 'unknown' : bad ? 'fail' : 'pass',
    summary: {
      zh: `已探测通道 ${probed} 个，其中商用密码 ${smChannels} 个；登记用途 ${uses.length} 项，平台密钥 ${keys.length} 个（${guarded.zh}）；弱算法 ${weakAlgorithms} 种，逾期未轮换 ${rotationDue} 项；商用密码产品 ${products.length} 个，证书过期 ${expired} 个`,
      en: `${probed} channels probed, ${smChannels} of them with SM2, SM3 and SM4; ${uses.length} declared uses, ${keys.length} keys of the platform, ${guarded.en}; ${weakAlgorithms} weak algorithms, ${rotationDue} keys too old; ${products.length} certified products, ${expired} with a certificate that is over`,
    },
    facts: {
      probedChannels: probed,
      smChannels,
      uses: uses.length,
      weakUses,
      keys: keys.length,
      keyProvider: guard.provider,
      keyCertified: guard.certificate !== undefined,
      algorithms: algorithms.length,
      weakAlgorithms,
      rotationDue,
      products: products.length,
      productsExpired: expired,
    },
  };
};

/** Running checks of cryptography. */
export const cryptographyChecks = (needs: Needs): Check[] => [
  {
    id: 'cryptography.endpoints',
    obligations: ['1.2-d'],
    title: { zh: '面向车辆端点的安全通信', en: 'Vehicle-facing endpoints are probed and sound' },
    everyMinutes: 60,
    ttlHours: 26,
    run: () => endpointsProbed(needs),
  },
  {
    id: 'cryptography.inventory',
    obligations: ['1.2-g'],
    title: { zh: '密码应用清单', en: 'The inventory of cryptography holds no weak algorithm' },
    everyMinutes: 360,
    ttlHours: 26,
    run: () => inventoryKept(needs),
  },
];
