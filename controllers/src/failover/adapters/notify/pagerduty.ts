import { z } from 'zod';
import type { Notice } from '../../ports.js';
import type { HttpRequest } from '../http/http-request.js';
import { jsonAnswer } from '../http/json-answer.js';
import type { Reading } from '../http/send.js';
import type { Secret } from '../secret.js';
import { sender } from './sender.js';

export interface PagerDutyChannel {
  readonly routingKey: Secret;
  /** Another one than PagerDuty's only in tests, and `https://events.eu.pagerduty.com/v2/enqueue` in the EU. */
  readonly url?: string;
}

/** Source: PagerDuty, "Events API v2 Overview". */
const pagerDutyEvents = 'https://events.pagerduty.com/v2/enqueue';

/** Source: PagerDuty, Events API v2, "Send an alert event": longer summaries are refused. */
const longestSummary = 1024;

/** Source: PagerDuty, Events API v2, "Send an alert event". */
export function pagerDutyEvent(
  { routingKey, url = pagerDutyEvents }: PagerDutyChannel,
  notice: Notice,
): HttpRequest {
  const { dedupKey, severity, summary, body, trigger, from, to, epoch, outcome } = notice;
  return {
    adapter: 'PagerDuty',
    method: 'POST',
    url,
    headers: {},
    body: {
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: dedupKey,
      payload: {
        summary: summary.slice(0, longestSummary),
        source: sender,
        severity,
        component: 'failover',
        custom_details: { outcome, trigger, from, to, epoch, body },
      },
    },
    // Events with the same dedup_key are one alert.
    idempotent: true,
    permission: 'the integration key of a service’s Events API v2 integration',
  };
}

const accepted = jsonAnswer(z.object({ status: z.literal('success') }));
const rejected = jsonAnswer(z.object({ message: z.string(), errors: z.array(z.string()).default([]) }));

export const pagerDutyAnswer: Reading<void> = {
  value: (text) => void accepted(text),
  error: (text) => {
    const { message, errors } = rejected(text);
    return [message, ...errors].join(': ');
  },
  assumed: undefined,
};
