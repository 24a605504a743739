import { createApplication } from '../application.js';

export async function start() {
  return createApplication();
}
