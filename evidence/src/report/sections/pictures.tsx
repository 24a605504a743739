import { type ChartTheme, chartThemes } from '../chart-theme.js';
import { stepsChart } from '../steps-chart.js';
import type { Timeline } from '../timeline.js';
import { type ChartSize, timelineChart } from '../timeline-chart.js';

type Draw = (timeline: Timeline, theme: ChartTheme, size: ChartSize) => string;

const sizes = [
  { className: 'wide', size: { width: 1070, isNarrow: false } },
  { className: 'narrow', size: { width: 340, isNarrow: true } },
] as const;

/** What clients saw, with the fault and the failover drawn into it. */
export function Pictures({ timeline }: { timeline: Timeline }) {
  const told = timeline.moments.map(({ label, atS }) => `${label} at ${atS.toFixed(1)} s`).join(', ');
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What clients saw</h2>
      <p class="lead">
        Every second of the run, by the time at which each request was due. Zero is {timeline.zeroIs}.
      </p>
      <figure class="card" role="img" aria-label={`Timeline of the run. ${told}.`}>
        <Picture timeline={timeline} draw={timelineChart} />
        <figcaption>
          <Key colour="var(--writes)" name="writes" />
          <Key colour="var(--reads)" name="reads" isDashed />
          <Key colour="var(--fault)" name="fault in place" isBand />
          <Key colour="var(--failover)" name="failover under way" isBand />
        </figcaption>
      </figure>
    </section>
  );
}

export function StepsPicture({ timeline }: { timeline: Timeline }) {
  const told = timeline.steps
    .map(({ step, fromS, toS }) => `${step} ${(toS - fromS).toFixed(2)} s`)
    .join(', ');
  return (
    <figure class="card" role="img" aria-label={`Steps of the failover: ${told}.`}>
      <Picture timeline={timeline} draw={stepsChart} />
      <figcaption>Seconds from {timeline.zeroIs}.</figcaption>
    </figure>
  );
}

/** Once for each theme and width: a picture cannot know which of them the reader has. */
function Picture({ timeline, draw }: { timeline: Timeline; draw: Draw }) {
  return (
    <div aria-hidden="true">
      {sizes.map(({ className, size }) => (
        <div class={className}>
          {Object.values(chartThemes).map((theme) => (
            <div class={theme.name} dangerouslySetInnerHTML={{ __html: draw(timeline, theme, size) }} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface KeyProps {
  readonly colour: string;
  readonly name: string;
  readonly isDashed?: boolean;
  readonly isBand?: boolean;
}

function Key({ colour, name, isDashed = false, isBand = false }: KeyProps) {
  return (
    <span class="key">
      <i
        class={isBand ? 'band' : isDashed ? 'dashed' : undefined}
        style={isBand ? { background: colour } : { borderColor: colour }}
      />
      {name}
    </span>
  );
}
