/** Contract of the authority's further duties 监管侧: notices and tasks, incident desk, inspections, exports. Isomorphic. */
export * from './contract/common.ts';
export * from './contract/exports.ts';
export * from './contract/incidents.ts';
export * from './contract/inspections.ts';
export * from './contract/notices.ts';
