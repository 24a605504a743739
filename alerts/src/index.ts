export type { Artefact } from './artefact.js';
export { contractPage } from './contract-page.js';
export { bedAlertmanager, type GenerateOptions, generate } from './generate.js';
export { generateIngest, type IngestOptions } from './ingest/generate-ingest.js';
export { defaultLinks, type Links } from './links.js';
export type { BedEndpoints, MailAddresses } from './receivers.js';
