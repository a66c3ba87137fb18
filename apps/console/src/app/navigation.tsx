import {
  ApartmentOutlined,
  AimOutlined,
  AlertOutlined,
  BellOutlined,
  LineChartOutlined,
  ApiOutlined,
  AuditOutlined,
  UserSwitchOutlined,
  BugOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  BlockOutlined,
  FireOutlined,
  FlagOutlined,
  CarOutlined,
  ClusterOutlined,
  CodeOutlined,
  DashboardOutlined,
  DotChartOutlined,
  DeploymentUnitOutlined,
  ExperimentOutlined,
  EyeInvisibleOutlined,
  EyeOutlined,
  FileDoneOutlined,
  PartitionOutlined,
  GlobalOutlined,
  HeatMapOutlined,
  InsuranceOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  HistoryOutlined,
  IdcardOutlined,
  FundOutlined,
  GroupOutlined,
  InboxOutlined,
  KeyOutlined,
  LinkOutlined,
  LockOutlined,
  NodeIndexOutlined,
  PhoneOutlined,
  ReadOutlined,
  RadarChartOutlined,
  RadiusSettingOutlined,
  SafetyCertificateOutlined,
  ScanOutlined,
  ShareAltOutlined,
  ShopOutlined,
  SafetyOutlined,
  SolutionOutlined,
  SoundOutlined,
  TableOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { assetsPermissions } from '@chedun/assets/contract';
import { capturesPermissions } from '@chedun/captures/contract';
import { certificatesPermissions } from '@chedun/certificates/contract';
import { baselinePermissions } from '@chedun/baselines/contract';
import { correlationPermissions } from '@chedun/correlation/contract';
import { cryptographyPermissions } from '@chedun/cryptography/contract';
import { discoveryPermissions } from '@chedun/discovery/contract';
import { exposurePermissions } from '@chedun/exposure/contract';
import { firewallPermissions } from '@chedun/firewalls/contract';
import { suppliersPermissions } from '@chedun/suppliers/contract';
import { zonePermissions } from '@chedun/zones/contract';
import { accessReviewPermissions } from '@chedun/access-reviews/contract';
import { drillPermissions } from '@chedun/drills/contract';
import { dutyPermissions } from '@chedun/duty-roster/contract';
import { documentPermissions } from '@chedun/documents/contract';
import { detectionPermissions } from '@chedun/detection/contract';
import { filingPermissions } from '@chedun/filing/contract';
import { gatewayPermissions } from '@chedun/gateway/contract';
import { governancePermissions } from '@chedun/governance/contract';
import { huntPermissions } from '@chedun/hunt/contract';
import { identityPermissions } from '@chedun/identity/contract';
import { ingestPermissions } from '@chedun/ingest/contract';
import { inspectionAccessPermissions } from '@chedun/inspection-access/contract';
import { intelPermissions } from '@chedun/intel/contract';
import { playbookPermissions } from '@chedun/playbooks/contract';
import { oversightPermissions } from '@chedun/oversight/contract';
import { criticalInfrastructurePermissions } from '@chedun/critical-infrastructure/contract';
import { organisationPermissions } from '@chedun/organisation/contract';
import { policyPermissions } from '@chedun/policies/contract';
import { trainingPermissions } from '@chedun/training/contract';
import { posturePermissions } from '@chedun/posture/contract';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import { qualityPermissions } from '@chedun/quality/contract';
import { retentionPermissions } from '@chedun/retention/contract';
import { riskPermissions } from '@chedun/risks/contract';
import { sealPermissions } from '@chedun/seal/contract';
import { searchPermissions } from '@chedun/search/contract';
import { signaturePermissions } from '@chedun/signatures/contract';
import { v2xTrustPermissions } from '@chedun/v2x-trust/contract';
import { warningPermissions } from '@chedun/warnings/contract';
import { watchPermissions } from '@chedun/watch/contract';
import { workdayPermissions } from '@chedun/workdays/contract';
import { incidentPermissions } from '@chedun/incidents/contract';
import { deadlinePermissions } from '@chedun/deadline-ledger/contract';
import { supervisionPermissions } from '@chedun/supervision/contract';
import { telemetryPermissions } from '@chedun/telemetry/contract';
import type { ReactNode } from 'react';

/** One entry of the sidebar. `key` names its text; `permission` is what it takes to see it. */
export interface NavItem {
  readonly key:
    | 'overview'
    | 'posture'
    | 'alerts'
    | 'warnings'
    | 'search'
    | 'hunts'
    | 'findings'
    | 'rules'
    | 'correlations'
    | 'baselines'
    | 'detectors'
    | 'intel'
    | 'coverage'
    | 'quality'
    | 'incidents'
    | 'playbooks'
    | 'drills'
    | 'dutyRoster'
    | 'deadlines'
    | 'documents'
    | 'filing'
    | 'risks'
    | 'organisation'
    | 'criticalInfrastructure'
    | 'policies'
    | 'training'
    | 'workdays'
    | 'campaigns'
    | 'fleet'
    | 'vehicles'
    | 'signatures'
    | 'cryptography'
    | 'certificates'
    | 'pseudonyms'
    | 'gateway'
    | 'roadTrust'
    | 'hosts'
    | 'discovery'
    | 'zones'
    | 'firewalls'
    | 'exposure'
    | 'suppliers'
    | 'accessReviews'
    | 'supervision'
    | 'oversight'
    | 'regulatorNotices'
    | 'inspectionAccess'
    | 'captures'
    | 'sources'
    | 'quarantine'
    | 'retention'
    | 'logProofs'
    | 'users'
    | 'tokens'
    | 'audit';
  readonly to: string;
  readonly icon: ReactNode;
  readonly permission: string | undefined;
  /** Second key of the shortcut `g` + key. */
  readonly hotkey?: string;
}

interface NavGroup {
  readonly key: 'situation' | 'operations' | 'detection' | 'assets' | 'trust' | 'intake' | 'supervision' | 'system';
  readonly items: readonly NavItem[];
}

const item = (
  key: NavItem['key'],
  to: string,
  icon: ReactNode,
  permission: string | undefined,
  hotkey?: string,
): NavItem => ({ key, to, icon, permission, ...(hotkey === undefined ? {} : { hotkey }) });

/** The sidebar from top to bottom. */
export const NAVIGATION: readonly NavGroup[] = [
  {
    key: 'situation',
    items: [
      item('overview', '/', <DashboardOutlined />, governancePermissions.read, 'o'),
      item('posture', '/posture', <SafetyCertificateOutlined />, posturePermissions.read, 'p'),
      item('organisation', '/organisation', <ApartmentOutlined />, organisationPermissions.read),
      item(
        'criticalInfrastructure',
        '/critical-infrastructure',
        <InsuranceOutlined />,
        criticalInfrastructurePermissions.read,
      ),
      item('policies', '/policies', <ReadOutlined />, policyPermissions.read),
      item('training', '/training', <SolutionOutlined />, trainingPermissions.take),
      item('filing', '/filing', <PartitionOutlined />, filingPermissions.read),
      item('risks', '/risks', <HeatMapOutlined />, riskPermissions.read),
      item('inspectionAccess', '/inspection-access', <EyeOutlined />, inspectionAccessPermissions.read),
    ],
  },
  {
    key: 'operations',
    items: [
      item('alerts', '/alerts', <AlertOutlined />, governancePermissions.read, 'a'),
      item('warnings', '/warnings', <BellOutlined />, warningPermissions.read, 'w'),
      item('incidents', '/incidents', <FireOutlined />, incidentPermissions.read),
      item('campaigns', '/campaigns', <DeploymentUnitOutlined />, watchPermissions.read, 'e'),
      item('search', '/search', <FileSearchOutlined />, searchPermissions.read, 's'),
      item('hunts', '/hunts', <AimOutlined />, huntPermissions.read, 'x'),
      item('findings', '/findings', <UnorderedListOutlined />, governancePermissions.read, 'f'),
      item('playbooks', '/playbooks', <ThunderboltOutlined />, playbookPermissions.read),
      item('drills', '/drills', <ExperimentOutlined />, drillPermissions.read),
      item('dutyRoster', '/duty-roster', <PhoneOutlined />, dutyPermissions.read),
      item('deadlines', '/deadlines', <ClockCircleOutlined />, deadlinePermissions.read),
      item('documents', '/documents', <FileDoneOutlined />, documentPermissions.read),
    ],
  },
  {
    key: 'detection',
    items: [
      item('rules', '/rules', <CodeOutlined />, detectionPermissions.read, 'r'),
      item('correlations', '/correlations', <GroupOutlined />, correlationPermissions.read, 'l'),
      item('baselines', '/baselines', <FundOutlined />, baselinePermissions.read, 'b'),
      item('detectors', '/detectors', <RadarChartOutlined />, watchPermissions.read, 'd'),
      item('intel', '/intel', <BugOutlined />, intelPermissions.read),
      item('coverage', '/coverage', <TableOutlined />, detectionPermissions.read, 'c'),
      item('quality', '/quality', <LineChartOutlined />, qualityPermissions.read, 'y'),
    ],
  },
  {
    key: 'assets',
    items: [
      item('fleet', '/fleet', <DotChartOutlined />, telemetryPermissions.read, 't'),
      item('vehicles', '/vehicles', <CarOutlined />, assetsPermissions.read, 'v'),
      item('gateway', '/gateway', <LinkOutlined />, gatewayPermissions.read),
      item('hosts', '/hosts', <ClusterOutlined />, assetsPermissions.read, 'h'),
      item('discovery', '/discovery', <ScanOutlined />, discoveryPermissions.read),
      item('zones', '/zones', <RadiusSettingOutlined />, zonePermissions.read),
      item('firewalls', '/firewalls', <BlockOutlined />, firewallPermissions.read),
      item('exposure', '/exposure', <GlobalOutlined />, exposurePermissions.read),
      item('suppliers', '/suppliers', <ShopOutlined />, suppliersPermissions.read),
      item('accessReviews', '/access-reviews', <UserSwitchOutlined />, accessReviewPermissions.read),
    ],
  },
  {
    key: 'trust',
    items: [
      item('certificates', '/certificates', <IdcardOutlined />, certificatesPermissions.read),
      item('pseudonyms', '/pseudonyms', <EyeInvisibleOutlined />, pseudonymsPermissions.read),
      item('roadTrust', '/v2x-trust', <ShareAltOutlined />, v2xTrustPermissions.read),
      item('signatures', '/signatures', <SafetyOutlined />, signaturePermissions.read),
      item('cryptography', '/cryptography', <LockOutlined />, cryptographyPermissions.read),
    ],
  },
  {
    key: 'intake',
    items: [
      item('captures', '/captures', <NodeIndexOutlined />, capturesPermissions.read, 'n'),
      item('sources', '/sources', <ApiOutlined />, ingestPermissions.read, 'i'),
      item('quarantine', '/quarantine', <InboxOutlined />, ingestPermissions.read, 'q'),
      item('retention', '/retention', <HistoryOutlined />, retentionPermissions.read),
      item('logProofs', '/log-proofs', <FileProtectOutlined />, sealPermissions.read, 'j'),
    ],
  },
  {
    key: 'supervision',
    items: [
      item('supervision', '/supervision', <SolutionOutlined />, supervisionPermissions.inbox),
      item('oversight', '/oversight', <SoundOutlined />, oversightPermissions.desk),
      item('regulatorNotices', '/regulator-notices', <FlagOutlined />, supervisionPermissions.exchange),
    ],
  },
  {
    key: 'system',
    items: [
      item('workdays', '/workdays', <CalendarOutlined />, workdayPermissions.read),
      item('users', '/users', <TeamOutlined />, identityPermissions.usersRead, 'u'),
      item('tokens', '/tokens', <KeyOutlined />, undefined),
      item('audit', '/audit', <AuditOutlined />, identityPermissions.auditRead),
    ],
  },
];

/** Groups with the entries that a person may see. */
export const visibleNavigation = (may: (permission: string) => boolean): readonly NavGroup[] =>
  NAVIGATION.map((group) => ({
    ...group,
    items: group.items.filter(({ permission }) => permission === undefined || may(permission)),
  })).filter(({ items }) => items.length > 0);
