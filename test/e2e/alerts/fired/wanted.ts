import { type Annotations, defaultLinks } from '@attest/alerts';
import type { Platform } from '@attest/platform';
import { objectives } from '@attest/slo';
import { annotationsOf } from '../../../../alerts/src/rule.js';
import { whoIsTold } from '../who-is-told.js';
import type { Wanted } from './judge.js';
import { runbookTells } from './runbook-tells.js';
import type { Scenario } from './scenario.js';

/** Where the figure stands; no text has it. */
const figure = '\u0000';
/** A number with whatever unit it has; never what Go's templates make of a mistake, nor of a value that is none. */
const anyFigure = String.raw`[-+]?\d[^%\n]*?%?`;

/** What must be seen when a scenario's alert fires. */
export function wantedOf(platform: Platform, { alert, labels }: Scenario): Wanted {
  const said = annotationsOf(alert, defaultLinks, { label: (name) => labels[name] ?? '', figure });
  return {
    receiver: whoIsTold(platform, labels),
    annotations: Object.fromEntries(
      Object.entries(said).map(([name, text]) => [name, pattern(text)]),
    ) as Record<keyof Annotations, RegExp>,
    tell: runbookTells[alert.kind],
    objective: objectives(platform).find(({ id }) => id === alert.objective),
  };
}

const pattern = (text: string): RegExp => new RegExp(`^${text.split(figure).map(escaped).join(anyFigure)}$`);

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
