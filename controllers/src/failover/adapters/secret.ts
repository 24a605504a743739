import { readFileSync } from 'node:fs';
import { ControllerError } from '../../controller-error.js';

/** Where a secret is kept: never in a configuration, which is committed. */
export type SecretSource = { readonly env: string } | { readonly file: string };

/** A value that is sent, but never shown: as text and as JSON it is its name. */
export class Secret {
  readonly #value: string;
  readonly #prefix: string;

  constructor(
    value: string,
    readonly name: string,
    prefix = '',
  ) {
    this.#value = value;
    this.#prefix = prefix;
  }

  /** For the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  /** The same secret behind other text, such as `Bearer `, which is shown. */
  prefixed(prefix: string): Secret {
    return new Secret(`${prefix}${this.#value}`, this.name, `${this.#prefix}${prefix}`);
  }

  toString(): string {
    return `${this.#prefix}[${this.name}]`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/**
 * @param read as `readFileSync`, `env` as `process.env`
 * @throws ControllerError `secret-missing`
 */
export function readSecret(
  source: SecretSource,
  env: NodeJS.ProcessEnv = process.env,
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): Secret {
  if ('env' in source) return secretOf(env[source.env], source.env, 'the environment variable is not set');
  try {
    return secretOf(read(source.file), source.file, 'the file is empty');
  } catch (cause) {
    if (cause instanceof ControllerError) throw cause;
    throw missing(source.file, (cause as NodeJS.ErrnoException).code ?? 'it cannot be read', cause);
  }
}

function secretOf(value: string | undefined, name: string, why: string): Secret {
  const trimmed = value?.trim() ?? '';
  if (trimmed === '') throw missing(name, why);
  return new Secret(trimmed, name);
}

const missing = (name: string, why: string, cause?: unknown) =>
  new ControllerError(
    'secret-missing',
    `secret ${name}: ${why}`,
    `provide ${name} to this process, or name another source in the target's failover section`,
    { cause },
  );
