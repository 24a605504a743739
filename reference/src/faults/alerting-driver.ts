import type { AlertingDriver, Disturbance, Proof } from '@attest/chaos';
import type { Monitoring } from '../monitoring/start-monitoring.js';
import { signalIfThere } from '../processes/end-run.js';
import { isHalted } from '../processes/process-table.js';
import { askVendor } from './ask-vendor.js';

const halted = ['prometheus', 'alertmanager'];
const silentForMs = 500;
const answersWithinMs = 10_000;
const pollMs = 20;
const polls = 100;

/** Halts Prometheus and Alertmanager: killed they would be instruments of the run that have failed. */
export function alertingDriver(
  monitoring: () => Pick<Monitoring, 'processes' | 'prometheusPort' | 'alertmanagerPort'>,
): AlertingDriver {
  const pids = () =>
    monitoring()
      .processes.filter(({ name }) => halted.includes(name))
      .map(({ name, pid }) => ({ name, pid }));
  const ports = () => ({
    prometheus: monitoring().prometheusPort,
    alertmanager: monitoring().alertmanagerPort,
  });
  const answers = (expected: string, timeoutMs: number): Promise<Proof[]> =>
    Promise.all(
      Object.entries(ports()).map(async ([name, port]) => {
        const { said, status } = await askVendor(port, { timeoutMs });
        const observed = status === undefined ? said : 'an answer';
        return { probe: `a request to ${name}`, expected, observed, ok: observed === expected };
      }),
    );
  const processes = (expected: 'halted' | 'running'): Proof[] =>
    pids().map(({ name, pid }) => {
      const observed = isHalted(pid) ? 'halted' : 'running';
      return { probe: `process ${pid} of ${name}`, expected, observed, ok: observed === expected };
    });
  return {
    halted: (): Disturbance => ({
      async inject() {
        for (const { pid } of pids()) signalIfThere(pid, 'SIGSTOP');
        // A signal is on its way for a moment. Who is not halted by then is found by the proof.
        for (let poll = 0; poll < polls && !pids().every(({ pid }) => isHalted(pid)); poll += 1)
          await new Promise((resolve) => setTimeout(resolve, pollMs));
      },
      prove: async () => [...processes('halted'), ...(await answers('no answer', silentForMs))],
      async undo() {
        for (const { pid } of pids()) signalIfThere(pid, 'SIGCONT');
      },
      proveUndone: async () => [...processes('running'), ...(await answers('an answer', answersWithinMs))],
    }),
  };
}
