import type { ReleaseDefect } from '@attest/chaos';
import type { Telemetry } from '@attest/instrumentation';
import { instrumentExpress } from '@attest/instrumentation/express';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { forgettingKeys } from '../mutants/lost-keys.js';
import { mutantAnswers } from '../mutants/mutant-answers.js';
import { withoutJobs } from '../mutants/outbox-dropped.js';
import type { ApiConfig } from './config.js';
import { Deadline } from './deadline.js';
import { misbehave } from './misbehave.js';
import type { Statements } from './primary-database.js';
import { listResources, readResource } from './read-resource.js';
import { parseWrite } from './write-request.js';
import { writeResource } from './write-resource.js';

/**
 * A request is answered within 2 s, which is how long the edge waits: so that clients get the answer of the service, and not
 * that of the edge, this includes the way back.
 */
const requestTimeoutMs = 1900;
/** Orchestrators give a probe 1 s; a check that takes longer would only be abandoned. */
const readyTimeoutMs = 900;
const maxBody = '256kb';

export interface ApiDependencies {
  readonly telemetry: Telemetry;
  /** The database that takes writes now; `undefined` while that is not known. */
  readonly database: () => Statements | undefined;
  /** Lets a request wait for its CPU; answers false when that would take too long. */
  readonly cpu?: () => Promise<boolean>;
  /** What is wrong on purpose right now, besides what is wrong with the revision. */
  readonly defect?: () => ReleaseDefect | undefined;
}

/** A service of the catalog: every resource can be written once per key, read back and listed. */
export function createApi(config: ApiConfig, dependencies: ApiDependencies): Express {
  const { telemetry, cpu } = dependencies;
  const database =
    config.keys === 'lost' ? forgettingKeys(dependencies.database, config.resources) : dependencies.database;
  const app = express();
  app.disable('x-powered-by').disable('etag');
  instrumentExpress(app, telemetry, {
    paths: { health: config.livenessPath, ready: config.readinessPath },
    ready: { database: () => takesWrites(database()) },
    readyTimeoutSeconds: readyTimeoutMs / 1000,
  });
  app.use((_request, response, next) => {
    response.setHeader('x-revision', config.identity.revision);
    next();
  });
  if (cpu !== undefined) {
    app.use(async (_request, response, next) => {
      if (await cpu()) next();
      else refuse(response, 503, 'overloaded', 'All CPU is taken for longer than clients wait.');
    });
  }
  if (config.answers !== undefined) {
    for (const handler of mutantAnswers(config.answers, config.identity.region)) app.use(handler);
  }
  if (config.defect !== undefined) app.use(misbehave(config.defect));
  if (dependencies.defect !== undefined) app.use(misbehave(dependencies.defect));
  const json = express.json({ limit: maxBody });
  for (const resource of config.resources) {
    app.post(resource.path, json, async (request, response) => {
      const deadline = new Deadline(requestTimeoutMs);
      const write = parseWrite(resource, config.models, request.get('idempotency-key'), request.body);
      if ('status' in write) return refuse(response, write.status, write.code, write.message);
      const stored = config.jobs === 'dropped' ? withoutJobs(write) : write;
      const { status, body } = await writeResource(
        database() ?? nowhere,
        resource,
        stored,
        deadline,
        config.shape,
      );
      response.status(status).json(body);
    });
    app.get(resource.path, async (request, response) => {
      const { limit } = request.query;
      const asked = limit === undefined ? undefined : String(limit);
      const deadline = new Deadline(requestTimeoutMs);
      const { status, body } = await listResources(
        database() ?? nowhere,
        resource,
        asked,
        deadline,
        config.shape,
      );
      response.status(status).json(body);
    });
    app.get(`${resource.path}/:id`, async (request: Request<{ id: string }>, response) => {
      const deadline = new Deadline(requestTimeoutMs);
      const { status, body } = await readResource(
        database() ?? nowhere,
        resource,
        request.params.id,
        deadline,
        config.shape,
      );
      response.status(status).json(body);
    });
  }
  app.use((request, response) => {
    refuse(response, 404, 'no-such-route', `There is no ${request.method} ${request.path}.`);
  });
  app.use(answerError);
  return app;
}

/** Stands for the database until DNS has told where it is. */
const nowhere: Statements = {
  execute: async () => ({ kind: 'not-sent', cause: new Error('DNS has not named a primary yet.') }),
};

/** A standby that DNS names too early is reached, but takes no writes. */
async function takesWrites(database: Statements | undefined): Promise<boolean> {
  const read = await (database ?? nowhere).execute<{ standby: boolean }>(
    { name: 'ready', text: 'select pg_is_in_recovery() as standby', values: [] },
    new Deadline(readyTimeoutMs),
  );
  if (read.kind !== 'rows') throw read.cause;
  return read.rows[0]?.standby === false;
}

/** What body-parser throws has a status below 500; anything else is a defect, whose message is not for clients. */
const answerError: ErrorRequestHandler = (
  error: { status?: number; type?: string },
  _request,
  response,
  next,
) => {
  if (response.headersSent) return next(error);
  const { status = 500, type = 'internal' } = error;
  if (status < 500) return refuse(response, status, type.replaceAll('.', '-'), String(error));
  console.error(error);
  refuse(response, 500, 'internal', 'The service failed; what it stored is not known.');
};

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}
