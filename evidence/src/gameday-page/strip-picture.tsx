import type { Strip } from './strip.js';

const [width, height] = [400, 22];
/** The fault is a line below what clients saw. */
const barHeight = 14;

/** What clients saw of one run, from its beginning to its end. */
export function StripPicture({ strip }: { strip: Strip }) {
  const { fromS, toS, pieces, faults, marks } = strip;
  const x = (atS: number) => Math.round(((atS - fromS) / Math.max(1, toS - fromS)) * width * 10) / 10;
  const piece = (from: number, to: number) => ({ x: x(from), width: Math.max(1, x(to) - x(from)) });
  return (
    <svg
      class="strip"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={inWords(strip)}
    >
      <title>{inWords(strip)}</title>
      {pieces.map((one) => (
        <rect class={one.service} y={0} height={barHeight} {...piece(one.fromS, one.toS)} />
      ))}
      {faults.map((one) => (
        <rect class="fault" y={barHeight + 3} height={2} {...piece(one.fromS, one.toS)} />
      ))}
      {marks.map(({ kind, atS }) => (
        <rect class={kind} y={barHeight + 1} height={height - barHeight - 1} x={x(atS) - 1} width={3} />
      ))}
    </svg>
  );
}

/** For whoever cannot see it. */
function inWords({ fromS, toS, pieces, marks }: Strip): string {
  const seconds = pieces
    .filter(({ service }) => service === 'bad')
    .reduce((sum, piece) => sum + piece.toS - piece.fromS, 0);
  const parts = [
    `From ${fromS.toFixed(0)} s to ${toS.toFixed(0)} s after the fault was proven`,
    `${seconds.toFixed(0)} s in which more than 5 % of the requests were not good`,
    ...marks.map(
      ({ kind, atS }) =>
        `${kind === 'detected' ? 'noticed' : 'clients served again'} after ${atS.toFixed(1)} s`,
    ),
  ];
  return `${parts.join('; ')}.`;
}
