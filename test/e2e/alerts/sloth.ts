import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';

const run = promisify(execFile);

/** Two objectives of a service as https://sloth.dev takes them (`prometheus/v1`), of the same metrics as ours. */
const slos = (service: string) => {
  const of = (metric: string, more = '') =>
    `sum(rate(edge_request_duration_seconds_${metric}{environment="production",service="${service}"${more}}[{{.window}}]))`;
  const answered = ',http_response_status_code!~"5.."';
  const slo = (name: string, objective: number, errors: string, total: string) => ({
    name,
    objective,
    sli: { events: { error_query: errors, total_query: total } },
    alerting: { name: `${service}_${name}`, page_alert: {}, ticket_alert: {} },
  });
  return {
    version: 'prometheus/v1',
    service,
    slos: [
      slo('availability', 99.9, of('count', ',http_response_status_code=~"5.."'), of('count')),
      slo(
        'latency',
        99,
        `(${of('count', answered)} - ${of('bucket', `${answered},le="1.0"`)})`,
        of('count', answered),
      ),
    ],
  };
};

/** Writes rules of the peer for a service; `undefined` where no `sloth` is on PATH. */
export async function slothRules(folder: string, service: string): Promise<string | undefined> {
  const [spec, rules] = [join(folder, `sloth-${service}.yml`), join(folder, `sloth-${service}-rules.yml`)];
  await writeFile(spec, stringify(slos(service)));
  try {
    await run('sloth', ['generate', '--input', spec, '--out', rules]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return rules;
}
