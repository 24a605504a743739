import type { NodeOptions } from '@sentry/node';

/**
 * What Sentry may collect, said for every category, because the SDK's own defaults collect. Nobody has asked the users of a
 * service whether their addresses, cookies, headers and bodies may go to a third party.
 */
export const dataCollection = {
  userInfo: false,
  cookies: false,
  httpHeaders: { request: false, response: false },
  httpBodies: [],
  urlQueryParams: false,
  graphQL: { document: false, variables: false },
  genAI: { inputs: false, outputs: false },
  mcp: { inputs: false, outputs: false },
  databaseQueryData: false,
  queues: false,
  stackFrameVariables: false,
  frameContextLines: 0,
} satisfies Required<NonNullable<NodeOptions['dataCollection']>>;
