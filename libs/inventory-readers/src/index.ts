export { readCloudList } from './cloud.ts';
export { INVENTORY_ERRORS, type InventoryErrorCode } from './errors.ts';
export { readDnsmasqLeases, readIscLeases, readKeaLeases } from './leases.ts';
export { readNeighbours } from './neighbours.ts';
export { readNmap } from './nmap.ts';
export {
  blankObservation,
  INVENTORY_FORMATS,
  READ_LIMITS,
  type InventoryFormat,
  type Observation,
  type ObservedService,
  type PortRange,
  type Reading,
  type Refusal,
  type RefusalReason,
} from './observation.ts';
export { inventoryFormatOf, inventoryText, readInventory, type TextFormat } from './read.ts';
export {
  isInventoryHead,
  readInventoryTable,
  TABLE_COLUMNS,
  type ColumnMap,
  type TableColumn,
  type TableRow,
} from './table.ts';
export { isPrivate, isTelling, plainText, readAddress, readHostName, readMac } from './values.ts';
