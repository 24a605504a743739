import type { Platform } from '@attest/platform';
import { alertmanagerConfig, receiversOf } from './alertmanager.js';
import type { Artefact } from './artefact.js';
import { secretFiles } from './delivery.js';
import { contextOf, deriveAlerts } from './derive.js';
import { detectionTable } from './detection-table.js';
import { alertmanagerObject, prometheusRule } from './kubernetes.js';
import type { Links } from './links.js';
import { templateFile } from './message.js';
import { type BedEndpoints, bedDelivery, type MailAddresses, productionDelivery } from './receivers.js';
import { ruleFiles } from './rule-files.js';
import { ruleTestFiles } from './rule-tests.js';
import { toJson, toYaml, toYamlWith } from './to-yaml.js';

export interface GenerateOptions {
  environment: string;
  links?: Links;
  /** Where Alertmanager finds its secret files. */
  secretsDirectory?: string;
  mail?: MailAddresses & { username: string };
  /** How often rules are evaluated, instead of what the catalog says; for a test bed that lives for minutes. */
  evaluationSeconds?: number;
}

/** Placeholders (RFC 2606) until a platform says who reads its mail. */
const defaultMail = {
  to: 'on-call@example.com',
  from: 'alertmanager@example.com',
  smarthost: 'smtp.example.com:587',
  username: 'alertmanager',
};

/** That it always fires is what it is for, which pint cannot know. */
const watchdogLine = /^ *- alert: Watchdog$/m;

/** The rules of the environments differ in the label `environment` only, so that they are tested once. */
const testedEnvironment = 'production';

/** In a folder of its own: promtool check rules takes prometheus/*.yml. */
const ruleTests = (folder: string, ...[context, alerts]: Parameters<typeof ruleTestFiles>): Artefact[] =>
  ruleTestFiles(context, alerts).map(({ name, content }) => ({
    path: `${folder}/prometheus/tests/${name}.yml`,
    content: toJson(content),
  }));

/** Names of the files from which Alertmanager reads its secrets, in the directory that it is given. */
export const secretFileNames = (platform: Platform): string[] =>
  secretFiles(productionDelivery('', defaultMail, 0), receiversOf(platform)).map((file) => file.slice(1));

/** Prometheus rules, their tests, and Alertmanager's configuration. Pure; throws a SloError for objectives that make no sense. */
export function generate(platform: Platform, options: GenerateOptions): Artefact[] {
  const { environment, mail = defaultMail, evaluationSeconds } = options;
  const compiled = contextOf(platform, options);
  const context = {
    ...compiled,
    path: { ...compiled.path, ...(evaluationSeconds !== undefined && { evaluationSeconds }) },
  };
  const alerts = deriveAlerts(context);
  const files = ruleFiles(context, alerts);
  const secrets = options.secretsDirectory ?? '/etc/alertmanager/secrets';
  const folder = `generated/${environment}`;
  const delivery = productionDelivery(secrets, mail, context.path.groupWaitSeconds);
  const rules = [...files].map(([name, groups]) => ({ name, groups, content: toYaml({ groups }) }));
  return [
    ...rules.map(({ name, content }) => ({
      path: `${folder}/prometheus/${name}.yml`,
      content: content.replace(watchdogLine, `$&\n        # pint disable alerts/comparison`),
    })),
    ...(environment === testedEnvironment ? ruleTests(folder, context, alerts) : []),
    {
      path: `${folder}/alertmanager/alertmanager.yml`,
      content: toYaml(alertmanagerConfig(platform, environment, delivery)),
    },
    ...rules.map(({ name, groups, content }) => ({
      path: `${folder}/kubernetes/rules/${name}.yml`,
      content: toYamlWith(prometheusRule(platform, name, groups), 'spec', content),
    })),
    {
      path: `${folder}/kubernetes/alertmanager-config.yml`,
      content: toYaml(alertmanagerObject(platform, environment, { mail, delivery })),
    },
    { path: `${folder}/alerts.md`, content: detectionTable(context, alerts) },
    { path: `${folder}/alertmanager/templates/attest.tmpl`, content: templateFile() },
  ];
}

/** The environment whose rules the reference platform runs. Its clock knows no Sunday: nothing is muted there. */
const bedEnvironment = 'reference';

/** Alertmanager's configuration for the reference platform; it reads `bedTemplates`. */
export const bedAlertmanager = (platform: Platform, endpoints: BedEndpoints): string =>
  toYaml(alertmanagerConfig(platform, bedEnvironment, bedDelivery(endpoints)));

/** Paths relative to Alertmanager's configuration. */
export const bedTemplates = (): Artefact[] => [{ path: 'templates/attest.tmpl', content: templateFile() }];
