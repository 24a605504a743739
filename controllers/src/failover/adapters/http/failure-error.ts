import { type AdapterErrorCode, ControllerError } from '../../../controller-error.js';
import { type HttpRequest, nameOf } from './http-request.js';
import type { Failure } from './retry.js';

/** What a failed request means, and what a person does about it. */
export function failureError(
  request: HttpRequest,
  failure: Failure,
  explanation: string,
  attempts: number,
  cause?: unknown,
): ControllerError {
  const times = attempts > 1 ? ` (${attempts} attempts)` : '';
  const [code, why] = meaning(failure);
  const said = explanation === '' ? '' : `: ${explanation}`;
  return new ControllerError(
    code,
    `${nameOf(request)}: ${why}${said}${times}`,
    fixOf(code, request, failure),
    {
      cause,
    },
  );
}

/** An answer that says success, but nothing that can be used. */
export const malformedAnswer = (request: HttpRequest, why: string, cause?: unknown) =>
  new ControllerError(
    'malformed-answer',
    `${nameOf(request)}: the answer is not what its documentation says: ${why}`,
    'see that the address is that of the vendor, and that no proxy answers in its place; it is not known what the request did',
    { cause },
  );

const byStatus: Readonly<Record<number, AdapterErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  410: 'not-found',
  409: 'conflict',
  412: 'conflict',
  423: 'rate-limited',
  429: 'rate-limited',
};

function meaning(failure: Failure): [AdapterErrorCode, string] {
  if (failure.kind === 'unreachable') return ['unreachable', 'no connection'];
  if (failure.kind === 'timed-out') return ['timed-out', 'no answer in time'];
  const { status } = failure;
  return [byStatus[status] ?? (status >= 500 ? 'unavailable' : 'rejected'), `${status}`];
}

function fixOf(code: AdapterErrorCode, { permission, adapter }: HttpRequest, failure: Failure): string {
  switch (code) {
    case 'unauthorized':
      return `give ${adapter} credentials that are valid: they are unknown there, expired or revoked`;
    case 'forbidden':
      return `allow the credentials to do this; it needs: ${permission}`;
    case 'not-found':
      return 'correct the identifiers in the target’s section of the configuration; credentials that may not see something are told that it is not there';
    case 'conflict':
      return 'somebody else changed it at the same time: look at what it is now, then start again';
    case 'rejected':
      return 'correct the values in the target’s section of the configuration that the message names';
    case 'rate-limited': {
      const after = failure.kind === 'status' ? failure.retryAfter : undefined;
      return after === undefined
        ? 'wait, then start again; find out who else uses these credentials so often'
        : `start again after ${after}${/^\d+$/.test(after) ? ' s' : ''}; find out who else uses these credentials so often`;
    }
    default:
      return `see whether ${adapter} is having an incident and whether it can be reached from here, then start again`;
  }
}
