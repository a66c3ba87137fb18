export { allowedBy, type Allowed, type InspectedRequest } from './allowed.ts';
export { narrowOrder, type InspectionScope } from './narrow.ts';
export { INSPECTION_ERRORS, type InspectionErrorCode } from './errors.ts';
export {
  INSPECTION_KIND_IDS,
  INSPECTION_KINDS,
  inspectionKind,
  type InspectionKind,
  type InspectionKindId,
} from './kinds.ts';
export {
  MOST_DAYS,
  MOST_ORDER_BYTES,
  readInspectionOrder,
  writeInspectionOrder,
  type InspectionOrder,
} from './order.ts';
