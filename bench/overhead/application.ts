import { createRequire } from 'node:module';
import type { Express, Request, Response } from 'express';

/** Loaded like this, so that peers which hook into `require` find it whatever they do with `import`. */
const require = createRequire(import.meta.url);

/** The service that every variant serves: a middleware, a mounted router, a parameter, a JSON answer. */
export function createApplication(instrument: (app: Express) => void = () => {}): Express {
  const express = require('express') as typeof import('express');
  const app = express();
  app.disable('x-powered-by').disable('etag');
  instrument(app);
  app.use((_request, response, next) => {
    response.setHeader('x-revision', 'bench');
    next();
  });
  const orders = express.Router();
  orders.get('/:id', (request: Request, response: Response) => {
    response.json({ id: request.params.id, status: 'open', items: [1, 2, 3] });
  });
  app.use('/api/orders', orders);
  return app;
}
