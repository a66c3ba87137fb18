import type { Check, CheckResult } from '@chedun/module';
import type { Records } from '@chedun/records';
import { isSignedBy, parseCertificate } from '@chedun/x509';
import { sql } from 'kysely';
import type { AuthorityBook } from './authorities.ts';
import { newestLists } from './lists.ts';
import type { LogVerdict } from './contract/operate.ts';
import type { CertificateTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly authorities: AuthorityBook;
  readonly verify: () => Promise<LogVerdict>;
  readonly now: () => number;
}

const DAY = 86_400_000;
const sample = 200;

/** Authorities and the newest certificates, verified with nothing but their bytes. */
const verifiedOffline = async ({
  records,
  authorities,
}: Needs): Promise<{ readonly checked: number; readonly bad: number }> => {
  const all = await authorities.all();
  const issuerOf = (id: string | null) => all.find((each) => each.id === id);
  const wrong = all.filter(
    (each) => !isSignedBy(each.certificate, (issuerOf(each.parent) ?? each).certificate.publicKey),
  );
  const rows = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select(['der', 'authority'])
    .orderBy('issued_at', 'desc')
    .limit(sample)
    .execute();
  const bad = rows.filter(({ der, authority }) => {
    const issuer = issuerOf(authority);
    return issuer === undefined || !isSignedBy(parseCertificate(new Uint8Array(der)), issuer.certificate.publicKey);
  });
  return { checked: all.length + rows.length, bad: wrong.length + bad.length };
};

const hierarchy = async (needs: Needs): Promise<CheckResult> => {
  const { records, authorities, now } = needs;
  const known = await authorities.all();
  const all = known.filter(({ revoked }) => revoked === null);
  const [offline, lists, log, held] = await Promise.all([
    verifiedOffline(needs),
    newestLists(records),
    needs.verify(),
    records
      .read<CertificateTables>()
      .selectFrom('certificates.ceremonies')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', '=', 'done')
      .executeTakeFirst(),
  ]);
  const fresh = all.filter(({ id }) =>
    lists.some((list) => list.authority === id && list.kind === 'full' && list.next_update.getTime() > now()),
  );
  const ceremonies = Number(held?.count ?? 0);
  const good = offline.bad === 0 && fresh.length === all.length && log.intact && ceremonies > 0;
  const facts = {
    certificateAuthorities: all.length,
    chainsChecked: offline.checked,
    chainsBad: offline.bad,
    crlFresh: fresh.length,
    crlStale: all.length - fresh.length,
    keyCeremonies: ceremonies,
    issuanceLogIntact: log.intact,
    issuanceLogLeaves: log.leaves,
  };
  return {
    outcome: all.length === 0 ? 'unknown' : good ? 'pass' : 'fail',
    summary:
      all.length === 0
        ? { zh: '尚未建立证书机构', en: 'No certificate authority yet' }
        : {
            zh: `证书机构 ${all.length} 个，离线验证 ${offline.checked} 张证书（未通过 ${offline.bad}），吊销列表有效 ${fresh.length} 份，密钥仪式 ${ceremonies} 次，签发日志${log.intact ? '完整' : '异常'}（软件密码实现，非认证密码产品）`,
            en: `${all.length} authorities, ${offline.checked} certificates verified offline (${offline.bad} bad), ${fresh.length} fresh lists, ${ceremonies} ceremonies, issuance log ${log.intact ? 'intact' : 'broken'} (software, no certified cryptographic product)`,
          },
    facts,
  };
};

const DEVICE_PROFILES = sql`device is not null`;

/** How long revocations of the last 90 days took to reach a list, against the time a list lasts. */
const devices = async ({ records, now }: Needs): Promise<CheckResult> => {
  const db = records.read<CertificateTables>();
  const counted = await db
    .selectFrom('certificates.certificates')
    .select([
      sql<number>`count(*) filter (where state = 'valid')`.as('bound'),
      sql<number>`count(*) filter (where state <> 'valid' and changed_at > ${new Date(now() - 90 * DAY)})`.as(
        'revoked',
      ),
      sql<number>`count(*) filter (where state <> 'valid' and told_at is null and changed_at < ${new Date(now() - 3_600_000)})`.as(
        'untold',
      ),
      sql<
        number | null
      >`max(extract(epoch from told_at - changed_at)) filter (where state <> 'valid' and changed_at > ${new Date(now() - 90 * DAY)})`.as(
        'slowest',
      ),
    ])
    .where(sql<boolean>`${DEVICE_PROFILES}`)
    .executeTakeFirstOrThrow();
  const [bound, revoked, untold] = [Number(counted.bound), Number(counted.revoked), Number(counted.untold)];
  const slowest = counted.slowest === null ? null : Math.max(0, Math.round(Number(counted.slowest)));
  return {
    outcome: bound + revoked === 0 ? 'unknown' : untold > 0 ? 'fail' : 'pass',
    summary: {
      zh: `设备证书 ${bound} 张，近 90 天吊销 ${revoked} 张，吊销到发布最长 ${slowest ?? 0} 秒，超过一小时未发布 ${untold} 张`,
      en: `${bound} certificates of devices, ${revoked} revoked within 90 days, at most ${slowest ?? 0} s until a list told it, ${untold} not told for over an hour`,
    },
    facts: {
      deviceCertificates: bound,
      deviceRevoked: revoked,
      revocationUntold: untold,
      slowestPropagationSeconds: slowest,
    },
  };
};

const vehicles = async ({ records, now }: Needs): Promise<CheckResult> => {
  const row = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select([
      sql<number>`count(distinct vin) filter (where state = 'valid' and not_after > ${new Date(now())})`.as('vins'),
      sql<number>`count(*) filter (where state = 'revoked')`.as('revoked'),
    ])
    .where('vin', 'is not', null)
    .executeTakeFirstOrThrow();
  const [vins, revoked] = [Number(row.vins), Number(row.revoked)];
  return {
    outcome: vins === 0 ? 'unknown' : 'pass',
    summary: {
      zh: `${vins} 辆车持有有效证书，已吊销 ${revoked} 张`,
      en: `${vins} vehicles hold a valid certificate, ${revoked} are revoked`,
    },
    facts: { certifiedVehicles: vins, vehicleRevoked: revoked },
  };
};

/** Signing certificates of updates: valid ones, and none that ends within a week without successor. */
const updates = async ({ records, now }: Needs): Promise<CheckResult> => {
  const row = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select([
      sql<number>`count(*) filter (where state = 'valid' and not_after > ${new Date(now())})`.as('valid'),
      sql<number>`count(*) filter (where state = 'valid' and successor is null and not_after between ${new Date(now())} and ${new Date(now() + 7 * DAY)})`.as(
        'ending',
      ),
    ])
    .where('profile', '=', 'ota-signing')
    .executeTakeFirstOrThrow();
  const [valid, ending] = [Number(row.valid), Number(row.ending)];
  return {
    outcome: valid === 0 ? 'unknown' : ending > 0 ? 'fail' : 'pass',
    summary: {
      zh: `升级签名证书 ${valid} 张有效，${ending} 张一周内到期`,
      en: `${valid} certificates that sign updates are valid, ${ending} end within a week`,
    },
    facts: { otaSigners: valid, otaSignersEnding: ending },
  };
};

/** Running checks of certificates. */
export const certificateChecks = (needs: Needs): Check[] => [
  {
    id: 'certificates.hierarchy',
    obligations: ['1.2-a'],
    everyMinutes: 60,
    ttlHours: 6,
    title: {
      zh: '证书体系离线可验证',
      en: 'The certificate hierarchy verifies offline',
    },
    run: () => hierarchy(needs),
  },
  {
    id: 'certificates.devices',
    obligations: ['1.2-e'],
    everyMinutes: 30,
    ttlHours: 6,
    title: {
      zh: '设备身份绑定与吊销',
      en: 'Identities of devices are bound and revoked',
    },
    run: () => devices(needs),
  },
  {
    id: 'certificates.vehicles',
    obligations: ['2.1-a'],
    everyMinutes: 30,
    ttlHours: 6,
    title: {
      zh: '车辆证书绑定',
      en: 'Certificates are bound to vehicles',
    },
    run: () => vehicles(needs),
  },
  {
    id: 'certificates.updates',
    obligations: ['2.2-c'],
    everyMinutes: 60,
    ttlHours: 12,
    title: {
      zh: '升级签名证书有效',
      en: 'Certificates that sign updates are valid',
    },
    run: () => updates(needs),
  },
];
