export type { Artefact } from './artefact.js';
export { bedAlertmanager, type GenerateOptions, generate } from './generate.js';
export { defaultLinks, type Links } from './links.js';
export type { BedEndpoints, MailAddresses } from './receivers.js';
