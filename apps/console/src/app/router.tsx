import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { discoveryRoutes } from './discoveryRoutes.ts';
import { zoneRoutes } from './zoneRoutes.ts';
import { exposureRoutes } from './exposureRoutes.ts';
import { accessReviewRoutes } from './accessReviewRoutes.ts';
import { firewallRoutes } from './firewallRoutes.ts';
import { supplierRoutes } from './supplierRoutes.ts';
import { documentRoutes } from './documentRoutes.ts';
import { filingRoutes } from './filingRoutes.ts';
import { riskRoutes } from './riskRoutes.ts';
import { PageError, PagePending } from './PageStates.tsx';
import { policyRoutes } from './policyRoutes.ts';
import { trainingRoutes } from './trainingRoutes.ts';
import { postureRoutes } from './postureRoutes.ts';
import { queryClient, whenSignedOut } from './query.ts';
import { app, root, setup, signIn } from './rootRoutes.tsx';
import {
  CampaignSearch,
  CorrelationSearch,
  HuntSearch,
  CoverageSearch,
  DetectorSearch,
  EventSearch,
  FindingSearch,
  FleetSearch,
  IntelSearch,
  LogProofSearch,
  QuarantineSearch,
  RuleSearch,
  TabSearch,
  TwinSearch,
  WarningSearch,
  VehicleSearch,
} from './searchParams.ts';
import { meQuery } from './session.ts';
import { oversightRoutes } from './oversightRoutes.ts';
import { inspectionRoutes } from './inspectionRoutes.ts';
import { supervisionRoutes } from './supervisionRoutes.ts';
import { timeRoutes } from './timeRoutes.ts';
import { drillRoutes } from './drillRoutes.ts';
import { responseRoutes } from './responseRoutes.ts';

const overview = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/overview/OverviewPage.tsx'), 'OverviewPage'),
});
const alerts = createRoute({
  getParentRoute: () => app,
  path: '/alerts',
  validateSearch: FindingSearch,
  component: lazyRouteComponent(() => import('../pages/findings/AlertsPage.tsx'), 'AlertsPage'),
});
const findings = createRoute({
  getParentRoute: () => app,
  path: '/findings',
  validateSearch: FindingSearch,
  component: lazyRouteComponent(() => import('../pages/findings/LedgerPage.tsx'), 'LedgerPage'),
});
const finding = createRoute({
  getParentRoute: () => app,
  path: '/findings/$id',
  component: lazyRouteComponent(() => import('../pages/findings/FindingPage.tsx'), 'FindingPage'),
});
const alert = createRoute({
  getParentRoute: () => app,
  path: '/alerts/$id',
  component: lazyRouteComponent(() => import('../pages/findings/FindingPage.tsx'), 'FindingPage'),
});
const search = createRoute({
  getParentRoute: () => app,
  path: '/search',
  validateSearch: EventSearch,
  component: lazyRouteComponent(() => import('../pages/search/SearchPage.tsx'), 'SearchPage'),
});
const rules = createRoute({
  getParentRoute: () => app,
  path: '/rules',
  validateSearch: RuleSearch,
  component: lazyRouteComponent(() => import('../pages/rules/RulesPage.tsx'), 'RulesPage'),
});
const newRule = createRoute({
  getParentRoute: () => app,
  path: '/rules/new',
  component: lazyRouteComponent(() => import('../pages/rules/NewRulePage.tsx'), 'NewRulePage'),
});
const rule = createRoute({
  getParentRoute: () => app,
  path: '/rules/$id',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/rules/RulePage.tsx'), 'RulePage'),
});
const hunts = createRoute({
  getParentRoute: () => app,
  path: '/hunts',
  component: lazyRouteComponent(() => import('../pages/hunt/HuntsPage.tsx'), 'HuntsPage'),
});
const newHunt = createRoute({
  getParentRoute: () => app,
  path: '/hunts/new',
  validateSearch: HuntSearch,
  component: lazyRouteComponent(() => import('../pages/hunt/NewHuntPage.tsx'), 'NewHuntPage'),
});
const hunt = createRoute({
  getParentRoute: () => app,
  path: '/hunts/$id',
  component: lazyRouteComponent(() => import('../pages/hunt/HuntPage.tsx'), 'HuntPage'),
});
const correlations = createRoute({
  getParentRoute: () => app,
  path: '/correlations',
  validateSearch: CorrelationSearch,
  component: lazyRouteComponent(() => import('../pages/correlations/CorrelationsPage.tsx'), 'CorrelationsPage'),
});
const newCorrelation = createRoute({
  getParentRoute: () => app,
  path: '/correlations/new',
  component: lazyRouteComponent(() => import('../pages/correlations/NewCorrelationPage.tsx'), 'NewCorrelationPage'),
});
const correlation = createRoute({
  getParentRoute: () => app,
  path: '/correlations/$id',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/correlations/CorrelationPage.tsx'), 'CorrelationPage'),
});
const baselines = createRoute({
  getParentRoute: () => app,
  path: '/baselines',
  component: lazyRouteComponent(() => import('../pages/baselines/BaselinesPage.tsx'), 'BaselinesPage'),
});
const newBaseline = createRoute({
  getParentRoute: () => app,
  path: '/baselines/new',
  component: lazyRouteComponent(() => import('../pages/baselines/NewBaselinePage.tsx'), 'NewBaselinePage'),
});
const baseline = createRoute({
  getParentRoute: () => app,
  path: '/baselines/$id',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/baselines/BaselinePage.tsx'), 'BaselinePage'),
});
const coverage = createRoute({
  getParentRoute: () => app,
  path: '/coverage',
  validateSearch: CoverageSearch,
  component: lazyRouteComponent(() => import('../pages/rules/CoveragePage.tsx'), 'CoveragePage'),
});
const detectors = createRoute({
  getParentRoute: () => app,
  path: '/detectors',
  validateSearch: DetectorSearch,
  component: lazyRouteComponent(() => import('../pages/detectors/DetectorsPage.tsx'), 'DetectorsPage'),
});
const certificates = createRoute({
  getParentRoute: () => app,
  path: '/certificates',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/certificates/CertificatesPage.tsx'), 'CertificatesPage'),
});
const pseudonyms = createRoute({
  getParentRoute: () => app,
  path: '/pseudonyms',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/pseudonyms/PseudonymsPage.tsx'), 'PseudonymsPage'),
});
const signatures = createRoute({
  getParentRoute: () => app,
  path: '/signatures',
  component: lazyRouteComponent(() => import('../pages/signatures/SignaturesPage.tsx'), 'SignaturesPage'),
});
const cryptography = createRoute({
  getParentRoute: () => app,
  path: '/cryptography',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/cryptography/CryptographyPage.tsx'), 'CryptographyPage'),
});
const assessment = createRoute({
  getParentRoute: () => app,
  path: '/cryptography/assessments/$id',
  component: lazyRouteComponent(() => import('../pages/cryptography/AssessmentPage.tsx'), 'AssessmentPage'),
});
const v2xTrust = createRoute({
  getParentRoute: () => app,
  path: '/v2x-trust',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/v2x-trust/V2xTrustPage.tsx'), 'V2xTrustPage'),
});
const gateway = createRoute({
  getParentRoute: () => app,
  path: '/gateway',
  component: lazyRouteComponent(() => import('../pages/gateway/GatewayPage.tsx'), 'GatewayPage'),
});
const campaigns = createRoute({
  getParentRoute: () => app,
  path: '/campaigns',
  validateSearch: CampaignSearch,
  component: lazyRouteComponent(() => import('../pages/campaigns/CampaignsPage.tsx'), 'CampaignsPage'),
});
const campaign = createRoute({
  getParentRoute: () => app,
  path: '/campaigns/$id',
  component: lazyRouteComponent(() => import('../pages/campaigns/CampaignPage.tsx'), 'CampaignPage'),
});
const intel = createRoute({
  getParentRoute: () => app,
  path: '/intel',
  validateSearch: IntelSearch,
  component: lazyRouteComponent(() => import('../pages/intel/IntelPage.tsx'), 'IntelPage'),
});
const vehicles = createRoute({
  getParentRoute: () => app,
  path: '/vehicles',
  validateSearch: VehicleSearch,
  component: lazyRouteComponent(() => import('../pages/vehicles/VehiclesPage.tsx'), 'VehiclesPage'),
});
const warnings = createRoute({
  getParentRoute: () => app,
  path: '/warnings',
  validateSearch: WarningSearch,
  component: lazyRouteComponent(() => import('../pages/warnings/WarningsPage.tsx'), 'WarningsPage'),
});
const warning = createRoute({
  getParentRoute: () => app,
  path: '/warnings/$id',
  component: lazyRouteComponent(() => import('../pages/warnings/WarningPage.tsx'), 'WarningPage'),
});
const quality = createRoute({
  getParentRoute: () => app,
  path: '/quality',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/quality/QualityPage.tsx'), 'QualityPage'),
});
const fleet = createRoute({
  getParentRoute: () => app,
  path: '/fleet',
  validateSearch: FleetSearch,
  component: lazyRouteComponent(() => import('../pages/fleet/FleetPage.tsx'), 'FleetPage'),
});
const vehicle = createRoute({
  getParentRoute: () => app,
  path: '/vehicles/$vin',
  validateSearch: TwinSearch,
  component: lazyRouteComponent(() => import('../pages/vehicles/VehiclePage.tsx'), 'VehiclePage'),
});
const captures = createRoute({
  getParentRoute: () => app,
  path: '/captures',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/captures/CapturesPage.tsx'), 'CapturesPage'),
});
const capture = createRoute({
  getParentRoute: () => app,
  path: '/captures/$id',
  component: lazyRouteComponent(() => import('../pages/captures/CapturePage.tsx'), 'CapturePage'),
});
const sources = createRoute({
  getParentRoute: () => app,
  path: '/sources',
  component: lazyRouteComponent(() => import('../pages/sources/SourcesPage.tsx'), 'SourcesPage'),
});
const quarantine = createRoute({
  getParentRoute: () => app,
  path: '/quarantine',
  validateSearch: QuarantineSearch,
  component: lazyRouteComponent(() => import('../pages/sources/QuarantinePage.tsx'), 'QuarantinePage'),
});
const retention = createRoute({
  getParentRoute: () => app,
  path: '/retention',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/retention/RetentionPage.tsx'), 'RetentionPage'),
});
const logProofs = createRoute({
  getParentRoute: () => app,
  path: '/log-proofs',
  validateSearch: LogProofSearch,
  component: lazyRouteComponent(() => import('../pages/log-proofs/LogProofsPage.tsx'), 'LogProofsPage'),
});
const users = createRoute({
  getParentRoute: () => app,
  path: '/users',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/admin/UsersPage.tsx'), 'UsersPage'),
});
const tokens = createRoute({
  getParentRoute: () => app,
  path: '/tokens',
  component: lazyRouteComponent(() => import('../pages/admin/TokensPage.tsx'), 'TokensPage'),
});
const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  component: lazyRouteComponent(() => import('../pages/admin/AuditPage.tsx'), 'AuditPage'),
});
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/settings/SettingsPage.tsx'), 'SettingsPage'),
});

const pages = [
  overview,
  ...postureRoutes,
  ...policyRoutes,
  ...trainingRoutes,
  alerts,
  alert,
  findings,
  finding,
  search,
  hunts,
  newHunt,
  hunt,
  rules,
  correlations,
  newCorrelation,
  correlation,
  baselines,
  newBaseline,
  baseline,
  newRule,
  rule,
  detectors,
  certificates,
  pseudonyms,
  signatures,
  cryptography,
  assessment,
  gateway,
  v2xTrust,
  coverage,
  warnings,
  warning,
  quality,
  campaigns,
  campaign,
  fleet,
  intel,
  vehicles,
  vehicle,
  captures,
  capture,
  sources,
  quarantine,
  retention,
  logProofs,
  users,
  tokens,
  audit,
  ...timeRoutes,
  ...drillRoutes,
  ...responseRoutes,
  ...discoveryRoutes,
  ...zoneRoutes,
  ...exposureRoutes,
  ...firewallRoutes,
  ...supplierRoutes,
  ...accessReviewRoutes,
  ...documentRoutes,
  ...filingRoutes,
  ...riskRoutes,
  ...supervisionRoutes,
  ...oversightRoutes,
  ...inspectionRoutes,
  settings,
] as const;

/** Every page of the console, each loaded when it is first opened. */
export const router = createRouter({
  routeTree: root.addChildren([signIn, setup, app.addChildren(pages)]),
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageError,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

whenSignedOut(() => {
  const here = router.state.location;
  if (here.pathname === '/sign-in' || here.pathname === '/setup') return;
  queryClient.removeQueries({ queryKey: meQuery.queryKey });
  void router.navigate({ to: '/sign-in', search: { next: here.href } });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
