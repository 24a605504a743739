import type { PlatformInput } from '../schema/index.js';

const monitoringSection = 'Monitoring & Observability › Infrastructure Monitoring';

/** What the architecture leaves open, and what the platform does about it. */
export const decisions: NonNullable<PlatformInput['decisions']> = [
  {
    id: 'synchronous-replication',
    what: 'A commit in the primary region waits until one of the two standbys has it on disk (ANY 1).',
    why: 'The architecture asks for read replicas and for zero data loss. Asynchronous replicas lose what was acknowledged and not yet sent when the primary goes; one synchronous standby of two keeps the promise and survives the loss of either standby.',
    section: 'Disaster Recovery › Failover Procedures',
  },
  {
    id: 'takeover-region',
    what: 'eu-west-1 takes over when us-east-1 is lost.',
    why: 'It is the only secondary that runs all services; ap-southeast-1 serves api and cdn and has neither workers nor GPUs.',
    section: 'Disaster Recovery › Failover Procedures',
  },
  {
    id: 'drills',
    what: 'The loss of a region is practised every week on the test bed, and the loss of an instance every week in production; a drill that is a day late is an alert.',
    why: 'The architecture promises how a failover goes and asks for no drill; verdicts expire after 35 days, and a promise that nobody has tried for so long is a hope.',
    section: 'Disaster Recovery › Failover Procedures',
  },
  {
    id: 'stakeholder-channels',
    what: 'notify_stakeholders tells PagerDuty, Slack and email.',
    why: 'The step names no channel; these are the three that the alerting providers name.',
    section: 'Disaster Recovery › Failover Procedures',
  },
  {
    id: 'arbor-api-resources',
    what: 'arbor-api stores memories at /api/memories in the schema arbor; every write enqueues memory-processing, and generation and webhooks where the client asks for them, in the same transaction.',
    why: 'The architecture names the queues and not what fills them; a promise about data needs data that is written.',
    section: 'Service Deployment Architecture › Arbor Deployment',
  },
  {
    id: 'queue-effects',
    what: 'A job on generation completes the memory, a job on memory-processing also tells the realtime channel, and a job on webhooks delivers an event to the customer.',
    why: 'The architecture names the queues and the channels and not what the jobs do.',
    section: 'Service Deployment Architecture › Arbor Deployment',
  },
  {
    id: 'kumori-api-resources',
    what: 'kumori-api stores generations at /api/generations in the schema kumori, and GPU workers fulfil them.',
    why: 'The architecture names the models and the clusters and not the request that they answer.',
    section: 'Service Deployment Architecture › Kumori Deployment',
  },
  {
    id: 'usual-load',
    what: 'Of 100 requests to arbor-api 20 write a memory, 50 recall one, 25 list and 5 also start a generation; of 100 to kumori-api 15 submit, 60 ask for the state and 25 fetch an image. An ordinary moment has 40 and 20 requests a second.',
    why: 'The architecture promises quality under load and names no load; without a mix and a rate nobody could say which load a verdict is about.',
    section: 'Service Deployment Architecture › Arbor Deployment',
  },
  {
    id: 'one-container-shape',
    what: 'kumori-api has the container resources and the probes of arbor-api, and the image kumori/api:latest.',
    why: 'The manifest is drawn for arbor-api only, and the Dockerfile says that it is for all services.',
    section: 'Container Architecture › Kubernetes Deployment',
  },
  {
    id: 'budget-currency',
    what: 'The daily budget of 1000 is in US dollars.',
    why: 'The architecture names no currency; every vendor that it names bills in US dollars.',
    section: 'Cost Optimization › Cost Monitoring',
  },
  {
    id: 'alert-path',
    what: 'Targets are scraped and rules evaluated every 15 s, and alerts are gathered for 10 s.',
    why: 'The architecture names no interval. With the defaults of Prometheus and Alertmanager (one minute, one minute, 30 s) an alert alone would need two and a half minutes; with these, 40 s.',
    section: monitoringSection,
  },
  {
    id: 'paging-objectives',
    what: '99.9 % of the requests to each API succeed over 30 days, and somebody is woken within two minutes when all of them fail.',
    why: 'An error rate of 5 % is the ceiling of the architecture, not an aim: at 4.9 % nobody would be told for a whole month, in which 35 hours of failures fit. 99.9 % allows 43 minutes, which a failover of two minutes leaves room for, and a total outage is noticed within a minute.',
    section: monitoringSection,
  },
  {
    id: 'latency-objectives',
    what: '99 % of the answered requests to each API take no longer than 500 ms; a breach is read in working hours.',
    why: 'The architecture promises a p99 of 1000 ms and calls its breach a warning. Half of that, which is a bucket boundary, tells of a slow-down while there is still room.',
    section: monitoringSection,
  },
  {
    id: 'queue-objectives',
    what: '99 % of the jobs start within a minute (generation: five minutes), and 99 % of the attempts succeed (webhooks: 95 %); a breach is read in working hours.',
    why: 'Jobs are kept and tried again, so that a slow queue loses nothing and nobody has to get up for it. Generation is asked for and waited for; the other two follow a write. Webhooks go to servers of customers, whose failures are not ours.',
    section: 'Service Deployment Architecture › Arbor Deployment',
  },
  {
    id: 'gpu-objectives',
    what: 'In each cluster 99 % of the predictions succeed, and 95 % wait no longer than a minute; a breach is read in working hours.',
    why: 'A cold start takes minutes and happens whenever the cluster grows; one prediction in twenty may see one.',
    section: 'Service Deployment Architecture › Kumori Deployment',
  },
  {
    id: 'database-objectives',
    what: '99.95 % of the database operations are not failed by the database, and somebody is woken within two minutes when all are; 99 % take no longer than 100 ms; standbys are within 5 s in 99.9 % of the readings.',
    why: 'Every request needs the database, so it must fail half as often as the services may. A standby that is seconds behind makes every commit that waits for it as slow.',
    section: 'Database Deployment › Neon PostgreSQL Configuration',
  },
];
