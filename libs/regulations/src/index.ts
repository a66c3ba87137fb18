export { readDataRules, type DataRules, type ExportLimits, type PersonRule } from './data-rules.ts';
export { REGULATION_ERRORS, type RegulationErrorCode } from './errors.ts';
export { exportRouteOf, type ExportFacts, type ExportRoute, type RouteVerdict } from './export-route.ts';
export {
  changeFilingDue,
  discoveredGatesOf,
  gatesOf,
  type GateViolation,
  type InventoryDrift,
  type SystemProject,
} from './filing-gates.ts';
export { atLeast, gradeOf, type Grade, type GradeFacts, type TraceLine } from './grade.ts';
export { LEVELS, type GradeTable, type GradeTest, type Level, type Option, type Step } from './grade-table.ts';
export {
  dutiesOf,
  readDutyTable,
  type Duty,
  type DutyTable,
  type DutyTables,
  type IncidentDuties,
  type MaybeGrade,
  type Operator,
} from './incident-duties.ts';
export { judgeCapture, judgeFlow, type CaptureVerdict, type ExportFlow, type FlowVerdict } from './observed-flow.ts';
export { openPersonCounter, type PersonCounter, type PersonCounts, type Transfer } from './person-counter.ts';
export { changeFilingOf, personRulesOf, reaches, type CatalogueChange } from './person-rules.ts';
export { readGradeTable } from './read-grade-table.ts';
export { type Basis, type Title } from './read.ts';
export { readProvinces, recipientsOf, type Province, type Provinces, type Recipient } from './recipients.ts';
export {
  completenessOf,
  judgeFirstReport,
  nextReport,
  readCacReport,
  readReportItems,
  type CacReportItems,
  type Completeness,
  type FirstReport,
  type FirstReportVerdict,
  type ReportItems,
} from './report-content.ts';
export {
  matrixLevelOf,
  readUnitLevelRule,
  unitLevelOf,
  type Factor,
  type UnitLevel,
  type UnitLevelRule,
} from './unit-level.ts';
export {
  breaksSixMonthRule,
  disclosureBreaks,
  mayTransfer,
  missingFields,
  readVulnerabilityRules,
  type Publication,
  type PublishedVulnerability,
  type VulnerabilityRules,
} from './vulnerability-rules.ts';
export { colourOf, COLOURS, readWarningColours, type Colour, type WarningColours } from './warning-colour.ts';
