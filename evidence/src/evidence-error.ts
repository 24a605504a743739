export type EvidenceErrorCode =
  /** No space left, or a quota is used up. */
  | 'no-space'
  | 'no-permission'
  /** The file or folder is not there. */
  | 'not-found'
  /** Any other failure of the file system. */
  | 'not-writable'
  /** Lines of evidence that are not what the recorder writes. */
  | 'bad-lines'
  /** A `verdict.json` that is not one. */
  | 'bad-verdict';

/** Everything that can go wrong while evidence is kept or read back. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';

  constructor(
    readonly code: EvidenceErrorCode,
    /** What, where and why. */
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const bySystemCode: Readonly<Record<string, { code: EvidenceErrorCode; why: string; fix: string }>> = {
  ENOSPC: { code: 'no-space', why: 'no space is left on the device', fix: 'free some space and run again' },
  EDQUOT: { code: 'no-space', why: 'the disk quota is used up', fix: 'free some space and run again' },
  EACCES: {
    code: 'no-permission',
    why: 'permission denied',
    fix: 'run where you may write, or change the owner',
  },
  EPERM: { code: 'no-permission', why: 'not permitted', fix: 'run where you may write, or change the owner' },
  EROFS: {
    code: 'no-permission',
    why: 'the file system is read-only',
    fix: 'run in a folder that can be written',
  },
  ENOENT: {
    code: 'not-found',
    why: 'it does not exist',
    fix: 'check the path; runs are the folders of .attest/runs',
  },
};

/** @param doing what was tried, with the path: `cannot write /…/evidence.jsonl` */
export function fromFileSystem(doing: string, cause: unknown): EvidenceError {
  const systemCode = (cause as NodeJS.ErrnoException).code ?? '';
  const known = bySystemCode[systemCode] ?? {
    code: 'not-writable' as const,
    why: (cause as Error).message,
    fix: 'look at the cause; evidence needs a regular file on a working disk',
  };
  return new EvidenceError(known.code, `${doing}: ${known.why}`, known.fix, { cause });
}
