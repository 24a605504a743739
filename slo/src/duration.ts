/** A range as PromQL writes it, `5m`. */
export type Window = `${number}${'s' | 'm' | 'h' | 'd'}`;

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

export function secondsOf(window: Window): number {
  return Number.parseInt(window, 10) * seconds[window.at(-1) as keyof typeof seconds];
}

/** The largest unit that divides it: 3600 → `1h`, 90 → `90s`. */
export function windowOf(total: number): Window {
  for (const unit of ['d', 'h', 'm'] as const)
    if (total > 0 && total % seconds[unit] === 0) return `${total / seconds[unit]}${unit}`;
  return `${total}s`;
}

/** Without the noise of binary fractions: 0.014400000000000013 → 0.0144. */
export const tidy = (value: number): number => Number(value.toPrecision(12));
