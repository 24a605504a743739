import type { BranchRestoreRequest, EndpointUpdateRequest, OperationStatus } from '@neondatabase/api-client';
import { z } from 'zod';
import type { HttpRequest } from '../http/http-request.js';
import { jsonAnswer } from '../http/json-answer.js';
import type { Reading } from '../http/send.js';
import type { Secret } from '../secret.js';

export interface NeonAccess {
  readonly apiKey: Secret;
  readonly projectId: string;
  /** Another one than Neon's only in tests. */
  readonly baseUrl?: string;
}

/** Source: Neon API v2. */
const neonApi = 'https://console.neon.tech/api/v2';

/** What a key of one project may do: everything but delete it. Source: Neon, "Manage API keys", project-scoped keys. */
export const neonPermission = 'a project-scoped API key of this project';

/** Whether a compute takes connections. A disabled one is suspended and is not woken by a connection. */
export const updateEndpoint = (
  access: NeonAccess,
  endpointId: string,
  body: EndpointUpdateRequest,
): HttpRequest => call(access, 'PATCH', `/endpoints/${endpointId}`, true, body);

export const startEndpoint = (access: NeonAccess, endpointId: string): HttpRequest =>
  call(access, 'POST', `/endpoints/${endpointId}/start`, true);

/** Not repeated when it is not known what became of it: with `preserve_under_name` each repetition makes another branch. */
export const restoreBranch = (
  access: NeonAccess,
  branchId: string,
  body: BranchRestoreRequest,
): HttpRequest => call(access, 'POST', `/branches/${branchId}/restore`, false, body);

export const getOperation = (access: NeonAccess, operationId: string): HttpRequest =>
  call(access, 'GET', `/operations/${operationId}`, true);

function call(
  { apiKey, projectId, baseUrl = neonApi }: NeonAccess,
  method: HttpRequest['method'],
  path: string,
  idempotent: boolean,
  body?: unknown,
): HttpRequest {
  return {
    adapter: 'Neon',
    method,
    url: `${baseUrl}/projects/${projectId}${path}`,
    headers: { authorization: apiKey.prefixed('Bearer ') },
    ...(body === undefined ? {} : { body }),
    idempotent,
    permission: neonPermission,
  };
}

/** What a status means for one who waits. */
export const operationPhases = {
  scheduling: 'pending',
  running: 'pending',
  cancelling: 'pending',
  finished: 'done',
  skipped: 'done',
  failed: 'failed',
  error: 'failed',
  cancelled: 'failed',
} as const satisfies Record<`${OperationStatus}`, 'pending' | 'done' | 'failed'>;

const operation = z.object({
  id: z.string(),
  action: z.string(),
  status: z.enum(Object.keys(operationPhases) as (keyof typeof operationPhases)[]),
});
export type OperationSeen = z.infer<typeof operation>;

const readOperations = jsonAnswer(z.object({ operations: z.array(operation) }));
const readOne = jsonAnswer(z.object({ operation }));

/** Answers of everything that Neon does later: the operations to wait for. */
export const operationsStarted: Reading<readonly OperationSeen[]> = {
  value: (text) => readOperations(text).operations,
  error: errorText,
  assumed: [],
};

export const operationNow: Reading<OperationSeen> = {
  value: (text) => readOne(text).operation,
  error: errorText,
  assumed: { id: '', action: '', status: 'finished' },
};

const generalError = jsonAnswer(z.object({ code: z.string(), message: z.string() }));
function errorText(text: string): string {
  const { code, message } = generalError(text);
  return code === '' ? message : `${message} (${code})`;
}
