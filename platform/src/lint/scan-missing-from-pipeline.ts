import type { Rule } from './finding.js';

/** What the steps of a workflow look like that do a kind of scan. */
const scanners: Readonly<Record<string, RegExp>> = {
  dependency_check: /npm audit|osv-scanner|dependency-check|dependency-review|snyk test|trivy fs/,
  container_scanning: /trivy image|grype|docker scout|snyk container|clair|trivy-action/,
  infrastructure_scanning: /checkov|tfsec|trivy config|kics|terrascan|kubescape|kube-linter/,
};

export const scanMissingFromPipeline: Rule = {
  id: 'scan-missing-from-pipeline',
  title: 'Every scan that compliance promises must be a step of the workflow',
  check({ security, delivery }) {
    const { pipeline } = delivery;
    const promised = security.compliance?.scanning ?? [];
    if (pipeline === undefined) return [];
    const text = pipeline.jobs
      .flatMap(({ steps }) => steps.flatMap(({ run, uses }) => [...(run ?? []), uses ?? '']))
      .join('\n');
    const done = promised.filter((scan) => scanners[scan]?.test(text) ?? true);
    return promised.flatMap((scan, i) =>
      done.includes(scan)
        ? []
        : [
            {
              path: `security.compliance.scanning[${i}]`,
              section: security.section,
              message: `${scan} is promised, and no step of ${pipeline.file} does it`,
              arithmetic: `scans promised: ${promised.length}; scans in the workflow: ${done.length} (${done.join(', ')})`,
              remedy: `add a step that fails the job on findings, for example ${scan === 'container_scanning' ? 'trivy image' : 'trivy config'}`,
              sources: [],
            },
          ],
    );
  },
};
