export { type DoctorReport, type DoctorRow, type DoctorState, doctor } from './doctor.js';
export type { FindOptions, Progress, ProgressPhase } from './find-options.js';
export { findTool, findTools } from './find-tool.js';
export { formatDoctor } from './format-doctor.js';
export { goModules } from './go-modules.js';
export { lookForTool } from './look-for-tool.js';
export type {
  FoundFrom,
  FoundTool,
  GoModule,
  GoModuleName,
  PassedOver,
  Tool,
  ToolName,
  ToolSource,
} from './tool.js';
export { ToolError, type ToolErrorCode } from './tool-error.js';
export { toolNames, tools } from './tools.js';
