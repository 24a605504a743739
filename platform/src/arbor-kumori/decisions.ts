import type { PlatformInput } from '../schema/index.js';

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
];
