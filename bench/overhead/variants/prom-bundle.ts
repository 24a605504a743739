import promBundle from 'express-prom-bundle';
import { collectDefaultMetrics } from 'prom-client';
import { createApplication } from '../application.js';

export async function start() {
  collectDefaultMetrics();
  return createApplication((app) => {
    app.use(promBundle({ includeMethod: true, includePath: true }));
  });
}
