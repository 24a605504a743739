import type { Platform } from '@attest/platform';
import { alertmanagerConfig } from './alertmanager.js';
import type { Artefact } from './artefact.js';
import { defaultLinks, type Links } from './links.js';
import { type BedEndpoints, bedDelivery, type MailAddresses, productionDelivery } from './receivers.js';
import { ruleGroups } from './rule-file.js';
import { ruleTests } from './rule-tests.js';
import { toYaml } from './to-yaml.js';

export interface GenerateOptions {
  environment: string;
  links?: Links;
  /** Where Alertmanager finds its secret files. */
  secretsDirectory?: string;
  mail?: MailAddresses & { username: string };
}

/** Placeholders (RFC 2606) until a platform says who reads its mail. */
const defaultMail = {
  to: 'on-call@example.com',
  from: 'alertmanager@example.com',
  smarthost: 'smtp.example.com:587',
  username: 'alertmanager',
};

/** Prometheus rules, their tests, and Alertmanager's configuration. Pure; throws a SloError for objectives that make no sense. */
export function generate(platform: Platform, options: GenerateOptions): Artefact[] {
  const { environment, links = defaultLinks, mail = defaultMail } = options;
  const secrets = options.secretsDirectory ?? '/etc/alertmanager/secrets';
  const folder = `generated/${environment}`;
  const delivery = productionDelivery(secrets, mail, mail.username);
  return [
    {
      path: `${folder}/prometheus/alerts.yml`,
      content: toYaml({ groups: ruleGroups(platform, environment, links) }),
    },
    // A folder of its own: promtool check rules takes prometheus/*.yml.
    {
      path: `${folder}/prometheus/tests/alerts.yml`,
      content: toYaml(ruleTests(platform, environment, links)),
    },
    {
      path: `${folder}/alertmanager/alertmanager.yml`,
      content: toYaml(alertmanagerConfig(platform, delivery)),
    },
  ];
}

/** Alertmanager's configuration for the reference platform. */
export const bedAlertmanager = (platform: Platform, endpoints: BedEndpoints): string =>
  toYaml(alertmanagerConfig(platform, bedDelivery(endpoints)));
