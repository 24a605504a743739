import { init, setupExpressErrorHandler } from '@sentry/node';
import { type Backend, sentryDsn } from './index.js';

export async function start(backend: Backend) {
  init({ dsn: sentryDsn(backend), tracesSampleRate: 0.1 });
  // After the hooks are in place.
  const { createApplication } = await import('../application.js');
  const app = createApplication();
  setupExpressErrorHandler(app);
  return app;
}
