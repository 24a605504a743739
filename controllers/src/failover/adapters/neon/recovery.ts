import { type SendOptions, send } from '../http/send.js';
import { awaitOperations } from './await-operations.js';
import { type NeonAccess, operationsStarted, restoreBranch } from './requests.js';

export interface RestorePoint {
  readonly branchId: string;
  /** The branch itself, or another one to take the data from. */
  readonly sourceBranchId: string;
  /** ISO 8601, or a WAL position; neither: the head of another branch. */
  readonly at?: { readonly timestamp: string } | { readonly lsn: string };
  /** The branch as it was is kept under this name. */
  readonly keepAs: string;
}

/**
 * A branch gets the data that it, or another branch, had at a point in time; its computes stay and restart. Writes after that point are then only in
 * the branch that is kept.
 */
export async function restoreNeonBranch(
  access: NeonAccess,
  { branchId, sourceBranchId, at, keepAs }: RestorePoint,
  options: SendOptions,
  signal: AbortSignal,
): Promise<void> {
  const request = restoreBranch(access, branchId, {
    source_branch_id: sourceBranchId,
    ...(at === undefined ? {} : 'lsn' in at ? { source_lsn: at.lsn } : { source_timestamp: at.timestamp }),
    preserve_under_name: keepAs,
  });
  await awaitOperations(access, await send(request, operationsStarted, options, signal), options, signal);
}
